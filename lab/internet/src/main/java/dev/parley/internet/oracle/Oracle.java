package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers about a topology. Each question starts from empty tables. */
public final class Oracle {
    private final Topology topology;
    private final Place internet;

    private Oracle(Topology topology) {
        this.topology = topology;
        internet = Place.of(topology);
    }

    public static Oracle of(Topology topology) {
        return new Oracle(topology);
    }

    /**
     * The class of a pair of machines.
     *
     * @param relay the relay that both may use; STUN is asked there too
     */
    public Reachability between(String a, String b, RelayPorts relay) {
        Reachability direct = direct(a, b, relay.machine());
        if (direct != Reachability.NONE) {
            return direct;
        }
        Reachability ofA = relay(a, relay);
        Reachability ofB = relay(b, relay);
        return ofA.compareTo(ofB) >= 0 ? ofA : ofB; // the worse of the two
    }

    /** The same without a relay. */
    public Reachability direct(String a, String b, String stunServer) {
        Reachability asItIs = punch(topology, a, b, stunServer);
        if (asItIs != Reachability.NONE) {
            return asItIs;
        }
        Topology foreseen = Foreseen.of(topology);
        return punch(foreseen, a, b, stunServer) == Reachability.NONE
                ? Reachability.NONE
                : Reachability.PORT_PREDICTION;
    }

    private Reachability punch(Topology topology, String a, String b, String stunServer) {
        boolean sometimes = false;
        for (boolean v6 : new boolean[] {false, true}) {
            IpAddress fromA = address(a, v6);
            IpAddress fromB = address(b, v6);
            if (fromA == null || fromB == null) {
                continue;
            }
            int successes = 0;
            for (Punching.Order order : Punching.Order.values()) {
                if (Punching.succeeds(
                        topology, a, fromA, b, fromB, address(stunServer, v6), order)) {
                    successes++;
                }
            }
            if (successes == Punching.Order.values().length) {
                return Reachability.DIRECT;
            }
            sometimes |= successes > 0;
        }
        return sometimes ? Reachability.PACKET_ORDER : Reachability.NONE;
    }

    /**
     * How a machine reaches a relay: {@code RELAY_UDP}, {@code RELAY_TCP}, {@code RELAY_TLS} or
     * {@code NONE}.
     */
    public Reachability relay(String machine, RelayPorts relay) {
        Site[] sites = sitesAround(machine);
        if (!relay.udp().isEmpty() && allUdp(sites)) {
            return Reachability.RELAY_UDP;
        }
        if (relay.tcp().stream().anyMatch(port -> connects(sites, port))) {
            return Reachability.RELAY_TCP;
        }
        return relay.tls().stream().anyMatch(port -> connects(sites, port))
                ? Reachability.RELAY_TLS
                : Reachability.NONE;
    }

    /** Whether datagrams of that machine get out to the internet. */
    public boolean sendsUdp(String machine) {
        return allUdp(sitesAround(machine));
    }

    /** Whether it can open a connection to that port of a public machine, itself or by a proxy. */
    public boolean connects(String machine, int port) {
        return connects(sitesAround(machine), port);
    }

    private static boolean allUdp(Site[] sites) {
        for (Site site : sites) {
            if (!site.gateway().firewall().udp()) {
                return false;
            }
        }
        return true;
    }

    private static boolean connects(Site[] sites, int port) {
        for (Site site : sites) {
            Firewall firewall = site.gateway().firewall();
            List<Integer> ports = firewall.tcpPorts();
            if (ports != null && !ports.contains(port)) {
                return false;
            }
            IpAddress proxy = firewall.proxy();
            boolean hasProxy =
                    proxy != null
                            && site.machines().stream()
                                    .anyMatch(one -> one.addresses().contains(proxy));
            if (proxy != null && !hasProxy) {
                return false;
            }
        }
        return true;
    }

    /**
     * On what the mapping of a machine's packets depends, all NATs on its way taken together; null
     * when its address is public.
     */
    public @Nullable Dependence mapping(String machine) {
        return strictest(machine, Oracle::mapping);
    }

    /** Who may send to a mapping of that machine; null when everybody may, without a NAT. */
    public @Nullable Dependence filtering(String machine) {
        return strictest(machine, Oracle::filtering);
    }

    private @Nullable Dependence strictest(
            String machine, Function<Gateway, @Nullable Dependence> of) {
        Set<Dependence> all = EnumSet.noneOf(Dependence.class);
        for (Site site : sitesAround(machine)) {
            Dependence one = of.apply(site.gateway());
            if (one != null) {
                all.add(one);
            }
        }
        return all.stream().max(Dependence::compareTo).orElse(null);
    }

    private static @Nullable Dependence mapping(Gateway gateway) {
        return switch (gateway.nat()) {
            case Nat.None _ -> null;
            case Nat.Rfc4787(NatBehaviour behaviour) -> mapping(behaviour);
            case Nat.Nat64(var _, NatBehaviour behaviour) -> mapping(behaviour);
            case Nat.LinuxMasquerade(boolean fullyRandom, boolean _) ->
                    fullyRandom
                            ? Dependence.ADDRESS_AND_PORT_DEPENDENT
                            : Dependence.ENDPOINT_INDEPENDENT;
        };
    }

    private static Dependence mapping(NatBehaviour behaviour) {
        return behaviour.ports() == PortAssignment.OVERLOADING
                ? Dependence.ENDPOINT_INDEPENDENT
                : behaviour.mapping();
    }

    private static @Nullable Dependence filtering(Gateway gateway) {
        Dependence firewall = gateway.firewall().inbound();
        Dependence nat =
                switch (gateway.nat()) {
                    case Nat.None _ -> null;
                    case Nat.Rfc4787(NatBehaviour behaviour) -> behaviour.filtering();
                    case Nat.Nat64(var _, NatBehaviour behaviour) -> behaviour.filtering();
                    case Nat.LinuxMasquerade _ -> Dependence.ADDRESS_AND_PORT_DEPENDENT;
                };
        if (firewall == null || nat == null) {
            return firewall == null ? nat : firewall;
        }
        return firewall.compareTo(nat) > 0 ? firewall : nat;
    }

    /** The sites that a machine is in, innermost first. */
    private Site[] sitesAround(String machine) {
        List<Site> sites = new ArrayList<>();
        Place place = internet.find(machine);
        if (place == null) {
            throw new IllegalArgumentException("there is no machine " + machine);
        }
        for (Place at = place; at != null; at = at.around) {
            if (at.site != null) {
                sites.add(at.site);
            }
        }
        return sites.toArray(Site[]::new);
    }

    private @Nullable IpAddress address(String machine, boolean v6) {
        Place place = internet.find(machine);
        if (place == null) {
            throw new IllegalArgumentException("there is no machine " + machine);
        }
        for (Machine one : place.machines) {
            if (one.name().equals(machine)) {
                for (IpAddress address : one.addresses()) {
                    if (address.v6() == v6) {
                        return address;
                    }
                }
            }
        }
        return null;
    }
}
