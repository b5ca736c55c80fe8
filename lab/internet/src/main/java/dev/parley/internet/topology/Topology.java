package dev.parley.internet.topology;

import java.util.List;

/**
 * A small internet as data: what stands in public, and the sites behind routers. Everything else is
 * made from it: the simulation, the oracle, Linux namespaces, the picture.
 *
 * @param name letters, digits and hyphens
 * @param machines the machines with public addresses
 * @param sites the networks behind gateways; names of machines and sites are unique in the whole
 *     topology
 */
public record Topology(String name, List<Machine> machines, List<Site> sites) {

    public Topology {
        machines = List.copyOf(machines);
        sites = List.copyOf(sites);
        TopologyRules.check(name, machines, sites);
    }
}
