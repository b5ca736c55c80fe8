package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.ArrayList;
import java.util.List;

/**
 * Which outside address and port a NAT lends to whom.
 *
 * <p>Linux keeps a port where it can, and gives one inside endpoint the same outside one again
 * while that is within the range it may choose from. So a range per destination makes mappings that
 * depend on the destination's address, and {@code fully-random} makes one for each destination
 * endpoint.
 */
final class LentPorts {
    /** Two halves: a port of one becomes a port of the other, so that none is kept. */
    private static final String LOW = "1024-32767";

    private static final String HIGH = "32768-65535";

    /** A prime: what a destination's address is mapped to. */
    private static final int RANGES = 61;

    private static final int RANGE_PORTS = 1056;
    private static final int FIRST_PORT = 1024;
    private static final int BLOCK_PORTS = 64;

    private final NatBehaviour behaviour;
    private final List<IpAddress> outside;
    private final List<IpAddress> inside;

    LentPorts(NatBehaviour behaviour, List<IpAddress> outside, List<IpAddress> inside) {
        this.behaviour = behaviour;
        this.outside = List.copyOf(outside);
        this.inside = inside.stream().filter(address -> !address.v6()).toList();
    }

    private boolean keepsOwners() {
        return behaviour.mapping() == Dependence.ENDPOINT_INDEPENDENT
                && behaviour.ports() != PortAssignment.RANDOM
                && behaviour.ports() != PortAssignment.BLOCKS;
    }

    /** Linux lends one port to two machines while their destinations differ: this prevents it. */
    void tables(Rules rules) {
        if (!keepsOwners()) {
            return;
        }
        String limits =
                "size %d; flags dynamic, timeout; timeout %ds;"
                        .formatted(behaviour.timeouts().maxMappings(), behaviour.timeouts().udp());
        rules.open("set udp_ports").line("type inet_service;").line(limits).close();
        rules.open("set udp_owners")
                .line("type inet_service . ipv4_addr . inet_service;")
                .line(limits)
                .close();
    }

    /** In the chain that what leaves passes after translation. */
    void keeping(Rules rules, String protocol) {
        if (!keepsOwners() || !protocol.equals("udp")) {
            return;
        }
        rules.line("meta l4proto udp update @udp_ports { udp sport }");
        for (String direction : List.of("original", "reply")) {
            rules.line(
                    "meta l4proto udp ct direction %s update @udp_owners { udp sport . ct %s ip saddr . ct %s proto-src }"
                            .formatted(direction, direction, direction));
        }
    }

    /**
     * @param hairpins whether machines inside that reach each other by outside addresses are
     *     translated too
     */
    void lending(Rules rules, boolean hairpins) {
        if (behaviour.mapping() == Dependence.ADDRESS_DEPENDENT) {
            for (int range = 0; range < RANGES; range++) {
                int first = FIRST_PORT + range * RANGE_PORTS;
                rules.open("chain lending_" + range)
                        .line(snat(first + "-" + (first + RANGE_PORTS - 1), ""))
                        .close();
            }
        }
        rules.open("chain lending");
        switch (behaviour.mapping()) {
            case ENDPOINT_INDEPENDENT -> byEndpoint(rules, "");
            case ADDRESS_DEPENDENT -> byAddress(rules);
            case ADDRESS_AND_PORT_DEPENDENT -> byEndpoint(rules, " fully-random");
        }
        rules.line("snat to " + address("ip saddr")); // neither UDP nor TCP
        rules.close();
        rules.chain("translating", "nat", "postrouting", "srcnat");
        rules.line("oifname \"wan\" jump lending");
        if (hairpins) {
            rules.line("oifname \"lan\" ct mark 1 jump lending");
        }
        rules.close();
    }

    private void byEndpoint(Rules rules, String how) {
        if (behaviour.ports() == PortAssignment.BLOCKS) {
            int first = FIRST_PORT;
            for (IpAddress machine : inside) {
                String block = first + "-" + (first + BLOCK_PORTS - 1);
                rules.line("ip saddr " + machine + " " + snat(block, how));
                first += BLOCK_PORTS;
            }
        } else if (!how.isEmpty()) {
            rules.line(snat("", how));
        } else if (behaviour.ports() == PortAssignment.RANDOM) {
            rules.line("th sport " + LOW + " " + snat(HIGH, ""));
            rules.line(snat(LOW, ""));
        } else {
            String others =
                    "udp sport @udp_ports udp sport . ip saddr . udp sport != @udp_owners snat to "
                            + address("ip saddr . udp sport");
            rules.line("udp sport " + LOW + " " + others + ":" + HIGH + " # another one has it");
            rules.line(others + ":" + LOW);
            rules.line(snat("", ""));
        }
    }

    private void byAddress(Rules rules) {
        StringBuilder ranges = new StringBuilder();
        for (int range = 0; range < RANGES; range++) {
            ranges.append(range == 0 ? "" : ", ").append(range).append(" : goto lending_" + range);
        }
        rules.line(
                "meta l4proto { tcp, udp } jhash ip daddr mod %d seed 1 vmap { %s }"
                        .formatted(RANGES, ranges));
    }

    private String snat(String ports, String how) {
        return "meta l4proto { tcp, udp } snat to "
                + address("ip saddr . th sport")
                + (ports.isEmpty() ? "" : ":" + ports)
                + how;
    }

    /** The outside address; where there are several, by a hash of the inside one. */
    private String address(String endpoint) {
        if (outside.size() == 1) {
            return outside.getFirst().toString();
        }
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < outside.size(); i++) {
            map.append(i == 0 ? "" : ", ").append(i).append(" : ").append(outside.get(i));
        }
        String key = behaviour.pooling() == Pooling.PAIRED ? "ip saddr" : endpoint;
        return "jhash %s mod %d seed 1 map { %s }".formatted(key, outside.size(), map);
    }

    List<String> differences() {
        List<String> differences = new ArrayList<>();
        PortAssignment ports = behaviour.ports();
        if (behaviour.mapping() != Dependence.ENDPOINT_INDEPENDENT) {
            if (ports != PortAssignment.RANDOM) {
                differences.add(
                        "ports are random"
                                + (ports == PortAssignment.BLOCKS ? " within a block" : "")
                                + ", not "
                                + words(ports)
                                + ": nobody can predict them");
            }
            return differences;
        }
        switch (ports) {
            case PRESERVING, RANDOM -> {}
            case BLOCKS -> differences.add("any free port of a block is lent, not its first one");
            case OVERLOADING, SEQUENTIAL, PARITY, CONTIGUOUS ->
                    differences.add(
                            "ports are kept where they are free, else random, not " + words(ports));
        }
        return differences;
    }

    private static String words(PortAssignment ports) {
        return switch (ports) {
            case PRESERVING -> "kept";
            case OVERLOADING -> "kept by taking them from others";
            case SEQUENTIAL -> "one after the other";
            case RANDOM -> "random";
            case PARITY -> "of the same parity";
            case CONTIGUOUS -> "neighbours";
            case BLOCKS -> "the first of a block";
        };
    }
}
