package dev.parley.internet.topology;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a topology must be for a simulation of it to mean something. */
final class TopologyRules {
    private static final int MAX_DEPTH = 8;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9-]{0,62}";

    private final Set<String> names = new HashSet<>();

    private TopologyRules() {}

    /**
     * @throws IllegalArgumentException that says what to change
     */
    static void check(String name, List<Machine> machines, List<Site> sites) {
        TopologyRules rules = new TopologyRules();
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a name has letters, digits and hyphens: '" + name + "'");
        }
        rules.network("the internet", List.of(), machines, sites, 0);
    }

    private void network(
            String where,
            List<IpPrefix> inside,
            List<Machine> machines,
            List<Site> sites,
            int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "sites may be " + MAX_DEPTH + " deep: flatten " + where);
        }
        Set<IpAddress> taken = new HashSet<>();
        for (Machine machine : machines) {
            unique(machine.name());
            for (IpAddress address : machine.addresses()) {
                place(machine.name(), address, where, inside, taken);
            }
        }
        for (Site site : sites) {
            unique(site.name());
            for (IpAddress address : site.gateway().outside()) {
                place(site.name(), address, where, inside, taken);
            }
            network(site.name(), site.inside(), site.machines(), site.sites(), depth + 1);
        }
    }

    private void unique(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a name has letters, digits and hyphens: '" + name + "'");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("two things are called " + name);
        }
    }

    private static void place(
            String name,
            IpAddress address,
            String where,
            List<IpPrefix> inside,
            Set<IpAddress> taken) {
        if (!inside.isEmpty() && inside.stream().noneMatch(block -> block.contains(address))) {
            throw new IllegalArgumentException(
                    name + " has " + address + ", which is not of " + where + ": " + inside);
        }
        if (!taken.add(address)) {
            throw new IllegalArgumentException(
                    name + " has " + address + ", which another one in " + where + " has");
        }
    }
}
