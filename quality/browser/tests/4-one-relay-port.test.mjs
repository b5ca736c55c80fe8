/** Browsers that may use nothing but a relay, and a relay that has one port for all of them. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ownHost } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { freePort } from '../lib/ports.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const CONNECTED_MILLIS = 20_000;
const ROUNDS = 20;

describe('on one relay port', { skip: whyNot('chromium') ?? false }, () => {
  const browsers = {};
  let server;
  let relayPort;

  before(async () => {
    relayPort = await freePort();
    server = await Server.start({ name: 'one-port', options: ['--relay-ports', String(relayPort), '--user', 'ana:secret'] });
    for (const kind of ['chromium', 'firefox']) {
      if (!whyNot(kind)) browsers[kind] = await launch(kind, {});
    }
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of Object.values(browsers)) await browser.close();
    await server?.stop();
  });

  const over = (transports) => transports.map((transport) => `turn:${ownHost()}:${server.stun}?transport=${transport}`);

  /** Two connections of two pages, told of each other by us as a page would by signaling. */
  async function connect(one, two, urls, name) {
    const offer = await one.evaluate(open, name, urls, null);
    const answer = await two.evaluate(open, name, urls, offer);
    await one.evaluate((called, description) => globalThis.calls[called].connection.setRemoteDescription(description), name, answer);
  }

  /** What the two say, and by which candidates. */
  async function talk(one, two, name) {
    for (const page of [one, two]) {
      await until(`a channel of ${name}`, () => page.evaluate((called) => globalThis.calls[called].channel?.readyState === 'open', name), { withinMillis: CONNECTED_MILLIS });
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [from, to] of [[one, two], [two, one]]) {
        const text = `${name} ${round}`;
        await from.evaluate((called, said) => globalThis.calls[called].channel.send(said), name, text);
        await until(text, () => to.evaluate((called, said) => globalThis.calls[called].heard.at(-1) === said, name, text), { withinMillis: CONNECTED_MILLIS });
      }
    }
    for (const page of [one, two]) {
      const { heard, pair } = await page.evaluate(look, name);
      assert.deepEqual(heard, Array.from({ length: ROUNDS }, (_, round) => `${name} ${round}`));
      assert.deepEqual(pair, { local: ['relay', relayPort], remote: ['relay', relayPort] });
    }
  }

  const scenes = [
    { title: 'two Chromiums by UDP', kinds: ['chromium', 'chromium'], transports: ['udp'] },
    { title: 'two Chromiums that allocate by UDP and by TCP', kinds: ['chromium', 'chromium'], transports: ['udp', 'tcp'] },
    { title: 'Chromium and Firefox', kinds: ['chromium', 'firefox'], transports: ['udp', 'tcp'] },
    { title: 'two Firefoxes by UDP', kinds: ['firefox', 'firefox'], transports: ['udp'] },
  ];
  for (const { title, kinds, transports } of scenes) {
    it(`${title} talk through it`, { timeout: MINUTE, skip: kinds.map(whyNot).find(Boolean) ?? false }, async () => {
      const pages = [];
      for (const kind of kinds) pages.push(await blank(browsers[kind]));
      await connect(...pages, over(transports), 'call');
      await talk(...pages, 'call');
      for (const page of pages) await page.close();
    });
  }

  it('three Chromiums talk through it, each with each', { timeout: MINUTE }, async () => {
    const pages = [];
    for (let i = 0; i < 3; i++) pages.push(await blank(browsers.chromium));
    const calls = [[0, 1], [0, 2], [1, 2]];
    await Promise.all(calls.map(([a, b]) => connect(pages[a], pages[b], over(['udp']), `${a}${b}`)));
    await Promise.all(calls.map(([a, b]) => talk(pages[a], pages[b], `${a}${b}`)));
    for (const page of pages) await page.close();
  });

  async function blank(browser) {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/health`);
    return page;
  }
});

/** In the page: makes the connection, and the answer when there is an offer; whole, with all candidates. */
async function open(name, urls, offer) {
  const connection = new RTCPeerConnection({
    iceTransportPolicy: 'relay',
    iceServers: [{ urls, username: 'ana', credential: 'secret' }],
  });
  const call = { connection, channel: null, heard: [] };
  globalThis.calls = { ...globalThis.calls, [name]: call };
  const use = (channel) => {
    call.channel = channel;
    channel.onmessage = ({ data }) => call.heard.push(data);
  };
  if (offer) {
    connection.ondatachannel = ({ channel }) => use(channel);
    await connection.setRemoteDescription(offer);
  } else {
    use(connection.createDataChannel('words'));
  }
  const gathered = new Promise((resolve) => {
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
  });
  await connection.setLocalDescription();
  await gathered;
  const { type, sdp } = connection.localDescription;
  return { type, sdp };
}

/** In the page: what was heard, and the pair of candidates that carries it. */
async function look(name) {
  const { connection, heard } = globalThis.calls[name];
  const stats = await connection.getStats();
  const all = [...stats.values()];
  const transport = all.find(({ type }) => type === 'transport');
  const pair = stats.get(transport?.selectedCandidatePairId) ?? all.find(({ type, selected }) => type === 'candidate-pair' && selected);
  const what = (id) => [stats.get(id).candidateType, stats.get(id).port];
  return { heard, pair: { local: what(pair.localCandidateId), remote: what(pair.remoteCandidateId) } };
}
