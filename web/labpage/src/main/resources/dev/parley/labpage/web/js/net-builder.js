/** Building a network and its traffic, without a page: each function gives a changed copy, or checks. */

import { machinesOf, sitesOf } from './net.js';

export const MOST_MACHINES = 24;
export const SERVER = 'server';

const PUBLIC_HOMES = ['18.18.18.18', '51.51.51.51', '92.92.92.92', '73.73.73.73', '44.44.44.44', '25.25.25.25'];

/** What a person begins with when nothing is there yet. */
export function emptyNet() {
  return { topology: { name: 'mine', machines: [serverMachine(SERVER, 0)], sites: [] }, traffic: [] };
}

function serverMachine(name, i) {
  const addresses = name === SERVER ? ['203.0.113.10', '203.0.113.11'] : [`198.51.100.${10 + i * 10}`];
  return { name, addresses, link: { delayMillis: 3 } };
}

/** Adds `home`, `office`, `carrier` or `server` to the network; gives the changed one. */
export function add(topology, kind) {
  const next = structuredClone(topology);
  const name = freeName(topology, kind);
  if (kind === 'server') {
    next.machines.push(serverMachine(has(topology, SERVER) ? freeName(topology, 'site') : SERVER, next.machines.length));
    return next;
  }
  next.sites.push(siteOfKind(kind, name, freePublic(topology)));
  return addMachine(next, name);
}

/** Adds a machine to a site. */
export function addMachine(topology, siteName) {
  const next = structuredClone(topology);
  const site = sitesOf(next).find(({ name }) => name === siteName);
  const taken = new Set([...site.machines, ...site.sites].flatMap((one) => one.addresses ?? one.gateway.outside));
  const address = freeIn(site.inside[0], taken);
  site.machines.push({ name: freeName(next, ['ana', 'ben', 'cleo', 'dora', 'emil'].find((person) => !has(next, person)) ?? 'pc'), addresses: [address], link: { delayMillis: 1 } });
  return next;
}

/** Adds a home inside a carrier. */
export function addInner(topology, siteName) {
  const next = structuredClone(topology);
  const site = sitesOf(next).find(({ name }) => name === siteName);
  const taken = new Set([...site.machines, ...site.sites].flatMap((one) => one.addresses ?? one.gateway.outside));
  const name = freeName(next, 'home');
  site.sites.push(siteOfKind('home', name, freeIn(site.inside[0], taken)));
  return addMachine(next, name);
}

/** Removes a machine, or a site with all that is in it. */
export function remove(topology, name) {
  const next = structuredClone(topology);
  const prune = (network) => {
    network.machines = network.machines.filter((machine) => machine.name !== name);
    network.sites = network.sites.filter((site) => site.name !== name);
    network.sites.forEach(prune);
  };
  prune(next);
  return next;
}

export function rename(topology, from, to) {
  const next = structuredClone(topology);
  for (const { machine } of machinesOf(next)) if (machine.name === from) machine.name = to;
  for (const site of sitesOf(next)) if (site.name === from) site.name = to;
  return next;
}

/** Traffic of which all machines are still there. */
export function livingTraffic(topology, traffic) {
  const names = new Set(machinesOf(topology).map(({ machine }) => machine.name));
  return traffic.filter(({ from, to }) => names.has(from) && (to === undefined || to.includes(':') || names.has(to)));
}

/** The kinds of traffic that this network can have. */
export function trafficKinds(topology) {
  const served = topology.machines.some(({ name }) => name === SERVER);
  return ['ping', 'fetch', ...(served ? ['ask-stun', 'punch-holes', 'use-relay'] : [])];
}

/** Whether a kind needs somebody at the other end, and whether that one may be public. */
export function needsTarget(kind) {
  return kind !== 'ask-stun';
}

function siteOfKind(kind, name, outside) {
  const rfc = (extra = {}) => ({
    kind: 'rfc4787', mapping: 'endpoint-independent', filtering: 'address-and-port-dependent', ports: 'preserving', pooling: 'paired', hairpinning: 'external-source',
    timeouts: { udp: 300 }, ...extra,
  });
  const shapes = {
    home: { inside: '192.168.1.0/24', nat: rfc(), firewall: {} },
    office: { inside: '10.0.0.0/8', nat: rfc({ mapping: 'address-and-port-dependent', ports: 'random', hairpinning: 'off' }), firewall: { udp: false, tcpPorts: [80, 443] } },
    carrier: { inside: '100.64.0.0/10', nat: rfc({ filtering: 'address-dependent', ports: 'blocks' }), firewall: {} },
  };
  const shape = shapes[kind];
  return { name, inside: [shape.inside], gateway: { outside: [outside], nat: shape.nat, firewall: shape.firewall }, uplink: { delayMillis: 8 }, machines: [], sites: [] };
}

function has(topology, name) {
  return machinesOf(topology).some(({ machine }) => machine.name === name) || sitesOf(topology).some((site) => site.name === name);
}

export function freeName(topology, base) {
  if (!has(topology, base)) return base;
  for (let i = 2; ; i += 1) if (!has(topology, `${base}-${i}`)) return `${base}-${i}`;
}

function freePublic(topology) {
  const taken = new Set(topology.sites.flatMap((site) => site.gateway.outside));
  return PUBLIC_HOMES.find((address) => !taken.has(address)) ?? `37.37.37.${10 + topology.sites.length}`;
}

/** The lowest free address of a block, counted from .2 on. */
function freeIn(block, taken) {
  const [base] = block.split('/');
  const parts = base.split('.').map(Number);
  for (let i = 2; i < 250; i += 1) {
    const address = [...parts.slice(0, 3), parts[3] + i].join('.');
    if (!taken.has(address)) return address;
  }
  return base;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;

/** Whether a name may be used in place of another. */
export function goodName(topology, from, to) {
  return NAME.test(to) && to !== 'internet' && (to === from || !has(topology, to));
}
