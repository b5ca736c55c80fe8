package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sockets the addresses of {@code listen} ask for. {@code 0.0.0.0} is every IPv4 address and
 * no other; {@code ::} is every address of both families, as a socket on it is on most systems.
 *
 * @param addresses those of this machine that are listened on
 * @param udp one socket for each
 * @param tcp one listener for each; the unspecified address where every one is asked for
 * @param everywhere whether its unspecified IPv4 address stands for both families
 */
record ListenPlan(
        LocalAddresses addresses, List<IpAddress> udp, List<IpAddress> tcp, boolean everywhere) {

    private static final IpAddress ALL_IPV4 = IpAddress.v4(0);

    ListenPlan {
        udp = List.copyOf(udp);
        tcp = List.copyOf(tcp);
    }

    /**
     * What is meant.
     *
     * @param wanted none for every address
     */
    static ListenPlan of(List<IpAddress> wanted, LocalAddresses machine) {
        boolean all =
                wanted.isEmpty()
                        || wanted.stream()
                                .anyMatch(address -> address.v6() && address.isUnspecified());
        if (all) {
            return new ListenPlan(machine, machine.bindable(), List.of(ALL_IPV4), true);
        }
        if (!wanted.contains(ALL_IPV4)) {
            return new ListenPlan(machine.only(wanted), wanted, wanted, false);
        }
        List<IpAddress> others = wanted.stream().filter(IpAddress::v6).distinct().toList();
        Set<IpAddress> udp = new LinkedHashSet<>();
        machine.bindable().stream().filter(address -> !address.v6()).forEach(udp::add);
        udp.addAll(others);
        List<IpAddress> tcp = new ArrayList<>(List.of(ALL_IPV4));
        tcp.addAll(others);
        return new ListenPlan(machine.only(udp), List.copyOf(udp), tcp, false);
    }
}
