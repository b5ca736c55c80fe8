/** The way from host to host that the chosen pair stands for, as a row of places. Pure. */

import { isPublic } from './mapping.js';

/**
 * `[{kind, side, address, port, how}]` from here to there, or an empty list. Kinds: `host`, `router`, `relay`,
 * `network` (the one that both are in) and `internet`. `address` is empty where nobody told it.
 */
export function routeOf({ pairs, candidates }) {
  const chosen = pairs.find((pair) => pair.chosen);
  if (!chosen?.local || !chosen.remote) return [];
  const here = endOf('here', chosen.local, candidates.local, candidates.remote);
  const there = endOf('there', chosen.remote, candidates.remote, candidates.local);
  if (here.length === 1 && there.length === 1) {
    const kind = isPublic(chosen.local.address) && isPublic(chosen.remote.address) && chosen.local.address !== chosen.remote.address ? 'internet' : 'network';
    return [...here, { kind, side: null, address: '', port: null }, ...there];
  }
  const relayed = here.at(-1).kind === 'relay' || there.at(-1).kind === 'relay';
  const middle = relayed && !(here.at(-1).kind === 'relay' && there.at(-1).kind === 'relay') ? [] : [{ kind: 'internet', side: null, address: '', port: null }];
  const oneRelay = here.at(-1).kind === 'relay' && there.at(-1).kind === 'relay' && here.at(-1).address === there.at(-1).address;
  if (oneRelay) return [...here, ...there.slice(0, -1).reverse()];
  return [...here, ...middle, ...there.reverse()];
}

/** The places of one side, from the host outwards. */
function endOf(side, end, own) {
  const place = (kind, address, port, how = null) => ({ kind, side, address: address ?? '', port: port ?? null, how });
  const hosts = own.filter(({ type, transport, address }) => type === 'host' && transport === 'udp' && !address.includes(':'));
  if (end.type === 'host') return [place('host', end.address, end.port)];
  if (end.type === 'relay') {
    const reflexive = own.find(({ type, address }) => type === 'srflx' && !address.includes(':'));
    const host = hosts.find(({ address, port }) => reflexive && address === reflexive.relatedAddress && port === reflexive.relatedPort) ?? hosts[0];
    const outside = known(end.relatedAddress) ? place('router', end.relatedAddress, end.relatedPort) : reflexive ? place('router', reflexive.address, reflexive.port) : null;
    const router = outside && outside.address !== host?.address ? [outside] : [];
    return [place('host', host?.address, host?.port), ...router, place('relay', end.address, end.port, end.url ?? null)];
  }
  // Server- or peer-reflexive: the address is the router's, the socket behind it the host's.
  const twin = own.find(({ type, address, port }) => type === 'srflx' && address === end.address && port === end.port);
  // Chromium keeps the address of a peer-reflexive candidate to itself: its router has shown itself to a STUN server.
  const near = twin ?? own.find(({ type, address }) => type === 'srflx' && (end.address === '' || address === end.address));
  const lent = own.find(({ type, address }) => type === 'relay' && address === end.address);
  if (lent) return [place('host', hosts[0]?.address, hosts[0]?.port), ...(near ? [place('router', near.address, near.port)] : []), place('relay', end.address, end.port)];
  const base = [end, near].find((candidate) => known(candidate?.relatedAddress));
  const socket = base ? { address: base.relatedAddress, port: base.relatedPort } : hosts[0];
  if (socket && socket.address === end.address) return [place('host', end.address, end.port)];
  return [place('host', socket?.address, socket?.port), place('router', end.address || near?.address, end.port)];
}

function known(address) {
  return Boolean(address) && address !== '0.0.0.0' && address !== '::';
}
