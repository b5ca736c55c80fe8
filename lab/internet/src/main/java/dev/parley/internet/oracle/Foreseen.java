package dev.parley.internet.oracle;

import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.List;

/**
 * The topology as it is for one who foresees ports: where a NAT lends them by a rule, it makes no
 * difference that each destination gets its own.
 */
final class Foreseen {
    private Foreseen() {}

    static Topology of(Topology topology) {
        return new Topology(topology.name(), topology.machines(), sites(topology.sites()));
    }

    private static List<Site> sites(List<Site> sites) {
        return sites.stream().map(Foreseen::site).toList();
    }

    private static Site site(Site site) {
        Gateway gateway = site.gateway();
        return new Site(
                site.name(),
                site.inside(),
                new Gateway(gateway.outside(), nat(gateway.nat()), gateway.firewall()),
                site.uplink(),
                site.machines(),
                sites(site.sites()));
    }

    private static Nat nat(Nat nat) {
        return switch (nat) {
            case Nat.Rfc4787(NatBehaviour behaviour) -> new Nat.Rfc4787(foreseen(behaviour));
            case Nat.Nat64(var prefix, NatBehaviour behaviour) ->
                    new Nat.Nat64(prefix, foreseen(behaviour));
            case Nat.None none -> none;
            case Nat.LinuxMasquerade linux -> linux;
        };
    }

    private static NatBehaviour foreseen(NatBehaviour behaviour) {
        boolean byRule =
                switch (behaviour.ports()) {
                    case SEQUENTIAL, CONTIGUOUS, OVERLOADING -> true;
                    case PRESERVING, PARITY, RANDOM, BLOCKS -> false;
                };
        return byRule ? behaviour.mappedBy(Dependence.ENDPOINT_INDEPENDENT) : behaviour;
    }
}
