/** Whether a lent relay really carries: two connections of this page, each through a relay of its own, and packets between. */

const PACKETS = 50;
const PACKET_EVERY_MILLIS = 20;
const PACKET_BYTES = 200;
const BULK_BYTES = 1_000_000;
const CHUNK_BYTES = 16_000;
const BUFFERED_BYTES = 256_000;
const CONNECT_MILLIS = 8000;
const LOST_AFTER_MILLIS = 2000;
const BULK_MILLIS = 10_000;

/**
 * `servers`: one entry of iceServers for each side; `onChange(result)` while it runs. The result:
 * `{connectMillis, packets: [rttMillis | null], bulk: {bytes, millis, complete}, fault}`; `relayOnly` false is for the way inside this machine.
 */
export async function carry(servers, { relayOnly = true, onChange = () => {}, packets = PACKETS, bulk = true } = {}) {
  const sides = servers.map((entry) => new RTCPeerConnection({ iceServers: entry ? [entry] : [], iceTransportPolicy: relayOnly ? 'relay' : 'all' }));
  const result = { connectMillis: null, packets: [], bulk: null, fault: null };
  const change = () => onChange(result);
  try {
    const began = performance.now();
    const fast = sides[0].createDataChannel('packets', { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 });
    const back = sides[1].createDataChannel('packets', { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 });
    const full = sides[0].createDataChannel('bulk', { negotiated: true, id: 2 });
    const sink = sides[1].createDataChannel('bulk', { negotiated: true, id: 2 });
    for (const channel of [fast, back, full, sink]) channel.binaryType = 'arraybuffer';
    back.onmessage = ({ data }) => back.send(data);
    await connect(sides, [fast, back, full, sink]);
    result.connectMillis = Math.round(performance.now() - began);
    change();
    await count(fast, result, change, packets);
    if (bulk) await fill(full, sink, result, change);
  } catch (error) {
    result.fault = error.message;
  } finally {
    for (const side of sides) side.close();
  }
  change();
  return result;
}

async function connect([one, other], channels) {
  for (const [from, to] of [[one, other], [other, one]]) {
    from.onicecandidate = ({ candidate }) => to.addIceCandidate(candidate ?? undefined).catch(() => {}); // a candidate the other cannot use
  }
  const open = Promise.all(channels.map((channel) => new Promise((resolve) => { channel.onopen = resolve; })));
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription);
  await within(open, CONNECT_MILLIS, 'connect');
}

/** Each packet comes back to its sender; what is not back in two seconds is lost. */
async function count(channel, result, change, packets) {
  const sentAt = [];
  let back = 0;
  const all = new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      const index = new DataView(data).getUint32(0);
      if (index >= packets || result.packets[index] !== null) return;
      result.packets[index] = performance.now() - sentAt[index];
      back += 1;
      if (back === packets) resolve();
      change();
    };
  });
  for (let index = 0; index < packets; index++) {
    const packet = new DataView(new ArrayBuffer(PACKET_BYTES));
    packet.setUint32(0, index);
    result.packets[index] = null;
    sentAt[index] = performance.now();
    channel.send(packet.buffer);
    await pause(PACKET_EVERY_MILLIS);
  }
  await Promise.race([all, pause(LOST_AFTER_MILLIS)]);
  channel.onmessage = null;
}

async function fill(source, sink, result, change) {
  result.bulk = { bytes: 0, millis: 0, complete: false };
  const began = performance.now();
  const whole = new Promise((resolve) => {
    sink.onmessage = ({ data }) => {
      result.bulk.bytes += data.byteLength;
      result.bulk.millis = performance.now() - began;
      if (result.bulk.bytes >= BULK_BYTES) resolve();
    };
  });
  source.bufferedAmountLowThreshold = BUFFERED_BYTES / 2;
  const deadline = began + BULK_MILLIS;
  for (let sent = 0; sent < BULK_BYTES && performance.now() < deadline; sent += CHUNK_BYTES) {
    if (source.bufferedAmount > BUFFERED_BYTES) {
      await Promise.race([new Promise((resolve) => { source.onbufferedamountlow = resolve; }), pause(deadline - performance.now())]);
    }
    source.send(new Uint8Array(Math.min(CHUNK_BYTES, BULK_BYTES - sent)));
  }
  await Promise.race([whole, pause(Math.max(0, deadline - performance.now()))]);
  result.bulk.complete = result.bulk.bytes >= BULK_BYTES;
  change();
}

/** Figures of a run: `{sent, lost, medianMillis, bitsPerSecond}`. Pure. */
export function figuresOf({ packets, bulk }) {
  const back = packets.filter((millis) => millis !== null).toSorted((a, b) => a - b);
  return {
    sent: packets.length,
    lost: packets.length - back.length,
    medianMillis: back.length ? back[Math.floor((back.length - 1) / 2)] : null,
    slowestMillis: back.at(-1) ?? null,
    bitsPerSecond: bulk && bulk.millis > 0 ? (bulk.bytes * 8000) / bulk.millis : null,
  };
}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

function within(promise, millis, what) {
  return Promise.race([promise, pause(millis).then(() => { throw new Error(what); })]);
}
