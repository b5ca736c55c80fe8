/** What a pair of browsers must be able to do. Each test file gives them to one pair. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, ownHost, whyNoAuthority } from './authority.mjs';
import { launch, whyNot } from './browsers.mjs';
import { Server } from './server.mjs';
import { connected, Stage } from './stage.mjs';

const MINUTE = 60_000;
const SCENE_MILLIS = 8 * MINUTE; // against hanging; each wait inside has a deadline of its own
const RELAY_LOSS_MILLIS = 15_000;
const SECRET = 'shared-by-the-test-servers';

export function scenariosFor(...kinds) {
  const missing = kinds.map(whyNot).find(Boolean) ?? null;
  const noTls = whyNoAuthority();

  describe(kinds.join(' and '), { skip: missing ?? false }, () => {
    const authority = noTls || missing ? null : new Authority();
    const browsers = [];
    let server;
    let rooms = 0;
    const room = () => `test-${(rooms += 1)}`;

    before(async () => {
      server = await Server.start({ authority, options: ['--room-capacity', '2'] });
      for (const kind of kinds) browsers.push(await launch(kind, { authority }));
    }, { timeout: 15 * MINUTE });

    after(async () => {
      for (const browser of browsers) await browser.close();
      await server?.stop();
    });

    /** A test that keeps pictures, logs and states of all when it fails. */
    function scene(name, options, scenario) {
      it(name, { timeout: SCENE_MILLIS, ...options }, () => Stage.play(`${kinds.join('-')} ${name}`, { browsers, servers: [server] }, scenario));
    }

    scene('see, hear and read each other on a direct path', {}, async (stage) => {
      const name = room();
      const ana = await stage.open(0, server, name, { name: 'Ana' });
      await ana.press('join');
      await ana.expect('Ana is alone in the room', (state) => state.view === 'call' && state.signaling.state === 'joined');
      const bo = await stage.join(1, server, name, { name: 'Bo' });
      for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
      for (const guest of [ana, bo]) {
        const { pair } = await guest.receives();
        assert.notEqual(pair.localType, 'relay');
        assert.notEqual(pair.remoteType, 'relay');
        const state = await guest.expect('the path is known', (seen) => seen.peers[0].path);
        assert.equal(state.peers[0].path.relayed, false);
      }
      await talk(ana, bo);
      for (const guest of [ana, bo]) assert.deepEqual(guest.uncaught(), []);
    });

    scene('nothing moves under the pointer while the camera starts', {}, async (stage) => {
      const ana = await stage.open(0, server, room(), { name: 'Ana', watch: watchPlaceOfJoin });
      await ana.page.waitForFunction(() => document.querySelector('.preview video')?.videoWidth > 0, { timeout: 15_000 });
      const places = await ana.page.evaluate(() => [...window.placesOfJoin]);
      assert.equal(places.length, 1, `Join stood at ${places.join(' and at ')}`);
    });

    for (const transport of ['udp', 'tcp', 'tls']) {
      const skip = transport === 'tls' && noTls ? noTls : false;
      const how = transport === 'tls' ? 'TLS on the port of the page' : transport.toUpperCase();
      scene(`see, hear and read each other through the relay over ${how}`, { skip }, async (stage) => {
        const [ana, bo] = await stage.call(server, room(), `relay=${transport}`);
        for (const guest of [ana, bo]) {
          const { pair } = await guest.receives();
          assert.equal(pair.localType, 'relay');
          // Firefox does not say which server lent a candidate: the page was given no other.
          if (pair.url) assert.match(pair.url, urlOf(transport, server));
          if (pair.relayProtocol) assert.equal(pair.relayProtocol, transport);
          await guest.expect(`the path is called ${transport}`, ({ peers: [peer] }) => peer.path?.relayed && peer.path.via === transport);
        }
        await talk(ana, bo);
        for (const guest of [ana, bo]) assert.deepEqual(guest.uncaught(), []);
      });
    }

    scene('tell a third person that the room is full', {}, async (stage) => {
      const name = room();
      const [ana, bo] = await stage.call(server, name);
      const cem = await stage.open(0, server, name, { name: 'Cem', query: 'autojoin' });
      const state = await cem.expect('Cem is told so', (seen) => seen.view === 'full', 20_000);
      assert.equal(state.refusal, 'room-full');
      assert.match(await cem.page.evaluate(() => document.body.innerText), /full/i);
      for (const guest of [ana, bo]) {
        await guest.receives();
        assert.equal((await guest.state()).peers.length, 1);
      }
    });

    scene('go on while the server is dead, and take in a new person when it is back', {}, async (stage) => {
      const name = room();
      const [ana, bo] = await stage.call(server, name);
      await server.kill();
      try {
        for (const guest of [ana, bo]) await guest.expect(`${guest.name} has lost the server`, (state) => state.signaling.state !== 'joined');
        for (let second = 0; second < 5; second++) {
          await Promise.all([ana, bo].map((guest) => guest.receives({ withinMillis: 5000 })));
        }
        await talk(ana, bo, 'without the server');
        for (const guest of [ana, bo]) assert.ok(connected(await guest.state()));
      } finally {
        await server.restart();
      }
      for (const guest of [ana, bo]) {
        await guest.expect(`${guest.name} is back`, (state) => state.signaling.state === 'joined' && connected(state), 20_000);
        await guest.receives();
      }
      await bo.press('leave');
      await ana.expect('Ana knows that Bo left', (state) => state.peers.length === 0);
      const cem = await stage.join(1, server, name, { name: 'Cem' });
      for (const guest of [ana, cem]) {
        await guest.expect(`${guest.name} is connected`, connected, 30_000);
        await guest.receives();
      }
      await talk(ana, cem);
    });

    scene('survive the death of the relay they use', {}, async (stage) => {
      const relays = [];
      for (const name of ['relay-1', 'relay-2']) relays.push(await stage.serve({ name, authority, options: ['--auth-secret', SECRET] }));
      const further = relays.flatMap((relay) => ['--turn-server', `turn:${ownHost()}:${relay.stun}?transport=udp`]);
      const signaling = await stage.serve({ name: 'signaling', authority, options: ['--auth-secret', SECRET, '--stun-port', 'off', ...further] });
      const [ana, bo] = await stage.call(signaling, room(), 'relay=udp');
      for (const guest of [ana, bo]) await guest.receives();
      const used = await relayOf(ana, relays);
      const killed = performance.now();
      await used.kill();
      const [rest] = relays.filter((relay) => relay !== used);
      await Promise.all([ana, bo].map((guest) => survives(guest, killed)));
      assert.equal(await relayOf(ana, relays), rest);
      await talk(ana, bo, 'through the other relay');
      assert.ok(connected(await ana.state()) && connected(await bo.state()));
    });
  });
}

/** Each says something and the other reads it. */
export async function talk(one, other, about = 'hello') {
  for (const [from, to] of [[one, other], [other, one]]) {
    const words = `${about}, says ${from.name} at ${Math.round(performance.now())}`;
    await from.say(words);
    await to.hears(words);
  }
}

function urlOf(transport, server) {
  if (transport === 'tls') return new RegExp(`^turns:.*:${server.https}`);
  return new RegExp(`^turn:.*:${server.stun}\\?transport=${transport}$`);
}

/** The server whose relay carries what this guest sends. */
async function relayOf(guest, relays) {
  const { pair } = await guest.stats();
  assert.equal(pair.localType, 'relay');
  const relay = relays.find((one) => pair.url.includes(`:${one.stun}?`));
  assert.ok(relay, `${pair.url} is one of the relays`);
  return relay;
}

/** Pictures and sound come again in time, counted from the death of what carried them. */
async function survives(guest, killed) {
  const left = () => Math.max(1, RELAY_LOSS_MILLIS - (performance.now() - killed));
  // What was under way may still arrive for a moment: only what comes after the trouble was seen counts.
  await guest.expect(`${guest.name} looks for another way`, ({ peers: [peer] }) => peer.restarts > 0 || peer.state !== 'connected', left(), { strict: true });
  await guest.receives({ withinMillis: left(), strict: true });
}

/** In the page: every place where the button Join was ever shown. */
function watchPlaceOfJoin() {
  window.placesOfJoin = new Set();
  const look = () => {
    const button = document.querySelector('[data-action="join"]');
    if (button) {
      const { x, y } = button.getBoundingClientRect();
      window.placesOfJoin.add(`${x},${y}`);
    }
    requestAnimationFrame(look);
  };
  look();
}
