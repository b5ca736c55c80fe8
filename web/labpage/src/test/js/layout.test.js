import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from '../../main/resources/dev/parley/labpage/web/js/layout.js';
import { gatewaysWithTables, laneOrder, machinesOf, sitesOf } from '../../main/resources/dev/parley/labpage/web/js/net.js';
import { add, addInner, addMachine, emptyNet, goodName, livingTraffic, remove, rename, trafficKinds } from '../../main/resources/dev/parley/labpage/web/js/net-builder.js';
import { runs } from './runs.js';

const SIZES = [{ width: 704, height: 300 }, { width: 1100, height: 620 }, { width: 360, height: 460 }];

for (const { width, height } of SIZES) {
  test(`everything stands inside ${width} by ${height}, and nothing on another`, () => {
    for (const [name, { topology }] of runs()) {
      const { nodes, links } = layoutOf(topology, { width, height });
      const places = Object.entries(nodes);
      assert.equal(places.length, 1 + machinesOf(topology).length + sitesOf(topology).length, name);
      assert.equal(links.length, places.length - 1, name);
      for (const [node, { x, y }] of places) assert.ok(x > 0 && x < width && y > 0 && y < height, `${name}: ${node} at ${x}, ${y}`);
      for (const [one, a] of places) {
        for (const [other, b] of places) if (one < other) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 40, `${name}: ${one} and ${other}`);
      }
    }
  });
}

test('lanes are those of nodes where something happens', () => {
  for (const [name, run] of runs()) {
    const lanes = laneOrder(run);
    assert.deepEqual([...lanes].sort(), [...new Set(run.events.map(({ node }) => node))].sort(), name);
  }
});

test('a network grows and shrinks, and its traffic with it', () => {
  let { topology } = emptyNet();
  assert.deepEqual(trafficKinds(topology), ['ping', 'fetch', 'ask-stun', 'punch-holes', 'use-relay']);
  topology = add(add(topology, 'home'), 'home');
  topology = addMachine(topology, 'home');
  topology = addInner(add(topology, 'carrier'), 'carrier');
  const names = machinesOf(topology).map(({ machine }) => machine.name);
  assert.deepEqual(names, [...new Set(names)]);
  assert.deepEqual(gatewaysWithTables(topology), ['home', 'home-2', 'carrier', 'home-3']);
  const outside = topology.sites.map(({ gateway }) => gateway.outside[0]);
  assert.equal(new Set(outside).size, outside.length);
  const traffic = [{ kind: 'ping', from: 'ana', to: 'server' }, { kind: 'ping', from: 'server', to: '18.18.18.18:50000' }, { kind: 'ask-stun', from: 'ben' }];
  assert.equal(livingTraffic(topology, traffic).length, 3);
  assert.deepEqual(livingTraffic(remove(topology, 'ana'), traffic).map(({ from }) => from), ['server', 'ben']);
  assert.ok(goodName(topology, 'ana', 'zoe') && !goodName(topology, 'ana', 'ben') && !goodName(topology, 'ana', 'a b') && !goodName(topology, 'ana', 'internet'));
  assert.ok(machinesOf(rename(topology, 'ana', 'zoe')).some(({ machine }) => machine.name === 'zoe'));
});
