/**
 * Where things stand on the map. The internet is in the middle; sites stand at its sides with their gateways towards
 * it, servers above it or, when there is only one site, across. On a narrow page the same stands upright.
 */

export const CORE = 'internet';

const MARGIN = 14;
/** How far a thing and its name reach from the middle of its drawing. */
const REACH = { side: 56, up: 34, down: 72 };
const LABEL = 22;
const CROWDED = 112;
const BESIDE = 104;
const SERVER_ROW = 88;
const CORE_UNITS = 1.15;

/**
 * `{nodes: {name: {x, y, kind, glyph, site, address}}, zones: [{site, x, y, width, height, label, depth}],
 * links: [{a, b}]}` for a drawing of `width` and `height`; `kind` is `core`, `gateway` or `host`.
 */
export function layoutOf(topology, { width, height }) {
  const upright = width < Math.max(560, height * 0.9);
  const along = upright ? height : width; // the axis from the left sites over the core to the right ones
  const across = upright ? width : height;
  const plan = planOf(topology);
  const places = { nodes: {}, zones: [], links: [], upright };
  const put = (name, a, b, facts) => {
    places.nodes[name] = { x: upright ? b : a, y: upright ? a : b, ...facts };
  };

  const above = plan.above.length > 0;
  const reserve = above ? (upright ? Math.min(116, across * 0.32) : Math.min(SERVER_ROW, across * 0.3)) : 0;
  const [low, high] = upright ? [MARGIN, across - reserve] : [reserve + LABEL, across - 36];
  const units = Math.max(2, plan.left.depth + CORE_UNITS + plan.right.depth);
  // Where many stand at one side their names go beside them, and need room there.
  const crowded = (side) => !upright && (high - low) / Math.max(1, leaves(side)) < CROWDED;
  const margins = [plan.left, plan.right].map((side) => (crowded(side) ? BESIDE : MARGIN));
  const unit = (along - margins[0] - margins[1]) / units;
  const coreAt = margins[0] + unit * (plan.left.depth + CORE_UNITS / 2);
  const middle = (low + high) / 2;
  put(CORE, coreAt, middle, { kind: 'core', glyph: 'cloud', site: null, address: null });

  for (const [side, sign] of [[plan.left, -1], [plan.right, 1]]) {
    const column = (depth) => coreAt + sign * unit * (CORE_UNITS / 2 + depth + 0.5);
    // Upright, one below the other leaves no room for names below, and side by side none beside.
    const alone = upright && leaves(side) === 1;
    const beside = crowded(side) ? (sign < 0 ? 'before' : 'after') : alone ? 'after' : null;
    const shape = (facts) => (facts.kind === 'host' ? { ...facts, beside, short: upright && facts.site !== null && leaves(side) > 3 } : { ...facts, beside: upright ? 'after' : null });
    spread(side, low, high, (name, depth, at, facts) => put(name, column(depth), at, shape(facts)), places);
  }
  plan.above.forEach((machine, i) => {
    const step = Math.min(upright ? 108 : 168, (upright ? along * 0.62 : along - 2 * MARGIN) / plan.above.length);
    const a = coreAt + (i - (plan.above.length - 1) / 2) * step;
    put(machine.name, a, upright ? across - reserve / 2 : 42, { ...hostFacts(machine, null), beside: upright ? null : 'after' });
    places.links.push({ a: machine.name, b: CORE });
  });
  for (const site of topology.sites) zones(site, places, 0, { width, height, upright });
  return places;
}

/** Which part of the topology stands on which side. */
function planOf(topology) {
  const { sites, machines } = topology;
  const side = (branches) => ({ branches, depth: Math.max(0, ...branches.map(depthOf)) });
  const servers = machines.map((machine) => ({ machine }));
  if (sites.length === 0) {
    const half = Math.ceil(servers.length / 2);
    return { left: side(servers.slice(0, half)), right: side(servers.slice(half)), above: [] };
  }
  if (sites.length === 1) return { left: side(sites.map((site) => ({ site }))), right: side(servers), above: [] };
  const half = Math.ceil(sites.length / 2);
  return {
    left: side(sites.slice(0, half).map((site) => ({ site }))),
    right: side(sites.slice(half).map((site) => ({ site }))),
    above: machines,
  };
}

/** How many columns a branch needs: a gateway one, its machines one, sites inside their own. */
function depthOf({ site }) {
  if (!site) return 1;
  return 1 + Math.max(site.machines.length > 0 ? 1 : 0, 0, ...site.sites.map((inner) => depthOf({ site: inner })));
}

function leavesOf({ site }) {
  if (!site) return 1;
  return Math.max(1, site.machines.length + site.sites.reduce((sum, inner) => sum + leavesOf({ site: inner }), 0));
}

function leaves(side) {
  return side.branches.reduce((sum, branch) => sum + leavesOf(branch), 0);
}

/** Gives each leaf its share of the space, and each gateway the middle of what is behind it. */
function spread(side, low, high, put, places) {
  const total = leaves(side);
  if (total === 0) return;
  const gaps = side.branches.length - 1;
  const step = (high - low) / (total + gaps * 0.3);
  let at = low;
  const place = (branch, depth, around) => { // `around` is a site
    if (!branch.site) {
      const middle = at + step / 2;
      at += step;
      put(branch.machine.name, depth, middle, hostFacts(branch.machine, around));
      places.links.push({ a: branch.machine.name, b: around?.name ?? CORE });
      return middle;
    }
    const { site } = branch;
    const inner = [...site.sites.map((child) => ({ site: child })), ...site.machines.map((machine) => ({ machine }))];
    const deepest = Math.max(depth + 1, depth + depthOf(branch) - 1);
    const middles = inner.map((child) => place(child, child.site ? depth + 1 : deepest, site));
    if (middles.length === 0) {
      middles.push(at + step / 2);
      at += step;
    }
    const middle = (middles[0] + middles.at(-1)) / 2;
    put(site.name, depth, middle, gatewayFacts(site, around?.name ?? null));
    places.links.push({ a: site.name, b: around?.name ?? CORE });
    return middle;
  };
  side.branches.forEach((branch, i) => {
    if (i > 0) at += step * 0.3;
    place(branch, 0, null);
  });
}

function hostFacts(machine, site) {
  const phone = /phone|mobile/.test(machine.name) || site?.inside.some((block) => block.startsWith('100.64.')) || site?.gateway.nat.kind === 'nat64';
  return { kind: 'host', glyph: phone ? 'phone' : site === null ? 'server' : 'laptop', site: site?.name ?? null, address: machine.addresses[0] };
}

function gatewayFacts(site, around) {
  const translates = site.gateway.nat.kind !== 'none';
  return { kind: 'gateway', glyph: site.sites.length > 0 ? 'tower' : translates ? 'router' : 'shield', site: around, address: site.gateway.outside[0] };
}

/** The ground of each site: all that is inside, up to the gateway, which stands on its border. */
function zones(site, places, depth, { width, height, upright }) {
  const names = [...site.machines.map((machine) => machine.name), ...site.sites.map((inner) => inner.name)];
  const gateway = places.nodes[site.name];
  const inside = names.map((name) => places.nodes[name]);
  const deep = collect(site).map((name) => places.nodes[name]);
  const all = [...inside, ...deep];
  if (all.length > 0) {
    let x1 = Math.min(...all.map(({ x, beside }) => x - (beside === 'before' ? BESIDE + 24 : REACH.side)));
    let x2 = Math.max(...all.map(({ x, beside }) => x + (beside === 'after' ? BESIDE + 24 : REACH.side)));
    let y1 = Math.min(...all.map(({ y, beside }) => y - (beside ? 26 : REACH.up)), upright ? Infinity : gateway.y - REACH.up) - LABEL;
    let y2 = Math.max(...all.map(({ y, beside }) => y + (beside ? 26 : REACH.down)), upright ? -Infinity : gateway.y + REACH.down);
    if (upright) {
      if (gateway.y > all[0].y) y2 = gateway.y;
      else y1 = gateway.y;
      if (gateway.y < all[0].y) y2 += LABEL;
      x1 = Math.min(x1, gateway.x - REACH.side);
      x2 = Math.max(x2, gateway.x + BESIDE + 40);
    } else if (gateway.x > all[0].x) x2 = gateway.x;
    else x1 = gateway.x;
    const inset = 2 + depth * 5;
    x1 = Math.max(inset, x1);
    y1 = Math.max(inset, y1);
    places.zones.push({ site: site.name, depth, x: x1, y: y1, width: Math.min(width - inset, x2) - x1, height: Math.min(height - inset, y2) - y1, label: site.inside.map(pattern).join(', '), end: !upright && gateway.x < all[0].x, below: upright && gateway.y < all[0].y });
  }
  for (const inner of site.sites) zones(inner, places, depth + 1, { width, height, upright });
}

function collect(site) {
  return site.sites.flatMap((inner) => [inner.name, ...inner.machines.map((machine) => machine.name), ...collect(inner)]);
}

/** `192.168.1.0/24` as people say it: `192.168.1.x`. Other lengths and IPv6 stay as they are. */
function pattern(block) {
  const [base, length] = block.split('/');
  const kept = Number(length) / 8;
  if (base.includes(':') || !Number.isInteger(kept) || kept === 4) return block;
  return [...base.split('.').slice(0, kept), ...Array(4 - kept).fill('x')].join('.');
}
