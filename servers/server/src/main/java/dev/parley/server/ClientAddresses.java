package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By which addresses clients are told to come to the relay.
 *
 * @param all the best of each family first, {@value #MOST} at most and one at least
 * @param chosen whether the settings name several, so that the one a page came by is not all
 */
record ClientAddresses(List<IpAddress> all, boolean chosen) {
    /** Browsers ask each server that they are told of from each network that they have. */
    private static final int MOST = 4;

    private static final boolean[] FAMILIES = {false, true};

    ClientAddresses {
        all = List.copyOf(all);
    }

    /**
     * Relay addresses that are listened on, by the names that a NAT gives them, and the addresses
     * that the settings say to listen on.
     */
    static ClientAddresses of(Configuration configuration, RelayPlan plan, ListenPlan listens) {
        Set<IpAddress> found = new LinkedHashSet<>();
        for (RelayPlan.Pair pair : plan.pairs()) {
            if (listens.udp().contains(pair.local())) {
                found.add(pair.external());
            }
        }
        List<IpAddress> named =
                configuration.all(Settings.LISTEN).stream()
                        .filter(address -> !address.isUnspecified())
                        .toList();
        for (IpAddress address : named) {
            found.add(plan.external(address));
        }
        if (found.stream().anyMatch(address -> !isLoopback(address))) {
            found.removeIf(ClientAddresses::isLoopback);
        }
        for (boolean v6 : FAMILIES) {
            // An inner network is nobody's business, and not reached by who is told of it.
            if (found.stream().anyMatch(a -> a.v6() == v6 && Links.isPublic(a))) {
                found.removeIf(a -> a.v6() == v6 && !Links.isPublic(a));
            }
        }
        if (found.isEmpty()) {
            found.add(plan.pairs().getFirst().external());
        }
        boolean chosen = named.size() + configuration.all(Settings.RELAY_ADDRESS).size() > 1;
        return new ClientAddresses(
                bestFirst(List.copyOf(found)).limit(MOST).toList(), chosen && found.size() > 1);
    }

    private static Stream<IpAddress> bestFirst(List<IpAddress> found) {
        List<IpAddress> firsts = new ArrayList<>();
        for (boolean v6 : new boolean[] {found.getFirst().v6(), !found.getFirst().v6()}) {
            found.stream().filter(a -> a.v6() == v6).findFirst().ifPresent(firsts::add);
        }
        return Stream.concat(firsts.stream(), found.stream()).distinct();
    }

    /** The first of each family. */
    List<IpAddress> firsts() {
        IpAddress first = all.getFirst();
        return all.stream()
                .filter(address -> address.equals(first) || address.v6() != first.v6())
                .limit(2)
                .toList();
    }

    private static boolean isLoopback(IpAddress address) {
        return address.toInetAddress().isLoopbackAddress();
    }
}
