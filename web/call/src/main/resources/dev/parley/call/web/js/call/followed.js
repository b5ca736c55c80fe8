/** Lets another tab of this browser follow the call: `/anatomy` asks, this page sends what it recorded. */

const CHANNEL = 'parley-anatomy';

/** Addresses are left as they are: nothing leaves this browser. Passwords and keys stay out as in a file. */
export function answerFollowers(call) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data?.ask === 'who') channel.postMessage({ here: true });
    if (data?.ask === 'recording' && call.inRoom) send(channel, call).catch((error) => call.fault(error));
  };
}

async function send(channel, call) {
  const [{ recordingOfCall }, { fileText, toFile }] = await Promise.all([import('../anatomy/model/recording.js'), import('../anatomy/model/save.js')]);
  channel.postMessage({ recording: fileText(toFile(recordingOfCall(call), { addresses: true })) });
}
