/** A data channel as the transfers see it. */

const HIGH_BYTES = 1024 * 1024;
const LOW_BYTES = 256 * 1024;

/** Larger ones hold up other channels and cost speed; smaller ones cost work for each. */
const MESSAGE_BYTES = 64 * 1024;

/** `tell(message)` sends control; `drained()` is called when there is room again; `maxMessageBytes` is the connection's. */
export function linkOver(channel, { tell, drained, maxMessageBytes }) {
  channel.bufferedAmountLowThreshold = LOW_BYTES;
  channel.onbufferedamountlow = drained;
  return {
    tell,
    messageBytes: Math.min(MESSAGE_BYTES, maxMessageBytes || MESSAGE_BYTES),
    get ready() {
      return channel.readyState === 'open';
    },
    get room() {
      return channel.bufferedAmount < HIGH_BYTES;
    },
    send(frame) {
      try {
        channel.send(frame);
        return true;
      } catch {
        return false; // closing, or full: either is told by an event
      }
    },
  };
}
