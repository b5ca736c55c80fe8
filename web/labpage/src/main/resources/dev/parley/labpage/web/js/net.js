/** Questions about a topology. */

/** Every site, outermost first. */
export function sitesOf(topology) {
  const all = [];
  const walk = (sites) => sites.forEach((site) => {
    all.push(site);
    walk(site.sites ?? []);
  });
  walk(topology.sites ?? []);
  return all;
}

export function siteOf(topology, name) {
  return sitesOf(topology).find((site) => site.name === name) ?? null;
}

/** Every machine with the site it stands in, null for public ones: `[{machine, site}]`. */
export function machinesOf(topology) {
  return [
    ...(topology.machines ?? []).map((machine) => ({ machine, site: null })),
    ...sitesOf(topology).flatMap((site) => (site.machines ?? []).map((machine) => ({ machine, site }))),
  ];
}

/** Gateways that have a table: those that translate or filter. */
export function gatewaysWithTables(topology) {
  return sitesOf(topology).filter(({ gateway }) => gateway.nat.kind !== 'none' || gateway.firewall?.inbound).map(({ name }) => name);
}

/** Names of the nodes where something happens, in the order of the map: one side, the middle, the other side. */
export function laneOrder(run) {
  const { topology, events } = run;
  const busy = new Set(events.map(({ node }) => node));
  const names = [];
  const half = Math.ceil(topology.sites.length / 2);
  const inner = (site, outward) => {
    const inside = [...(site.machines ?? []).map(({ name }) => name), ...(site.sites ?? []).flatMap((child) => inner(child, outward))];
    return outward ? [...inside, site.name] : [site.name, ...inside];
  };
  topology.sites.slice(0, half).forEach((site) => names.push(...inner(site, true)));
  names.push('internet', ...topology.machines.map(({ name }) => name));
  topology.sites.slice(half).forEach((site) => names.push(...inner(site, false)));
  return names.filter((name) => busy.has(name));
}
