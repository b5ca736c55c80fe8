package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where machines and gateways stand side by side: the internet's core, or the inside of a site.
 *
 * @param router the place that forwards between them
 * @param blocks the addresses used here; empty in the core
 * @param routers the router's own addresses here; empty in the core, where it needs none
 */
record Network(
        String router,
        List<IpPrefix> blocks,
        List<IpAddress> routers,
        List<Machine> machines,
        List<Site> sites) {
    /** The name of the place that stands for everything between the sites. */
    static final String CORE = "internet";

    /** The core's address on every link (RFC 7600): errors come from there. */
    static final IpAddress CORE_IPV4 = IpAddress.parse("192.0.0.8");

    static final IpAddress CORE_IPV6 = IpAddress.parse("fe80::1");

    static Network core(List<Machine> machines, List<Site> sites) {
        return new Network(CORE, List.of(), List.of(), machines, sites);
    }

    static Network inside(Site site) {
        List<IpAddress> routers = new ArrayList<>();
        for (IpPrefix block : site.inside()) {
            routers.add(routerOf(block, taken(site)));
        }
        return new Network(site.name(), site.inside(), routers, site.machines(), site.sites());
    }

    boolean isCore() {
        return blocks.isEmpty();
    }

    /** How many leading bits of the address are those of its network; all of them in the core. */
    int prefixLength(IpAddress address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .map(IpPrefix::length)
                .findFirst()
                .orElse(address.byteLength() * 8);
    }

    /** Where packets of this family go that are not for a neighbour. */
    Optional<IpAddress> wayOut(boolean v6) {
        if (isCore()) {
            return Optional.of(v6 ? CORE_IPV6 : CORE_IPV4);
        }
        return routers.stream().filter(router -> router.v6() == v6).findFirst();
    }

    private static Set<IpAddress> taken(Site site) {
        Set<IpAddress> taken = new HashSet<>();
        site.machines().forEach(machine -> taken.addAll(machine.addresses()));
        site.sites().forEach(inner -> taken.addAll(inner.gateway().outside()));
        return taken;
    }

    /** The first address of the block that nobody has, as home routers do. */
    private static IpAddress routerOf(IpPrefix block, Set<IpAddress> taken) {
        IpAddress address = next(block.base());
        while (taken.contains(address)) {
            address = next(address);
        }
        if (!block.contains(address)) {
            throw new IllegalArgumentException(
                    "no address is left for the gateway in " + block + ": use a larger block");
        }
        return address;
    }

    private static IpAddress next(IpAddress address) {
        byte[] bytes = new byte[address.byteLength()];
        address.write(bytes, 0);
        byte[] sum = new BigInteger(1, bytes).add(BigInteger.ONE).toByteArray();
        byte[] next = new byte[bytes.length];
        int kept = Math.min(sum.length, next.length);
        System.arraycopy(sum, sum.length - kept, next, next.length - kept, kept);
        return IpAddress.read(next, 0, next.length);
    }
}
