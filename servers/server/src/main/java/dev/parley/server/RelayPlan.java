package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.OwnAddress;
import dev.parley.server.settings.Settings;
import dev.parley.turn.PortRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where relayed traffic leaves from.
 *
 * @param pairs each address once
 */
public record RelayPlan(List<Pair> pairs, PortRange ports) {

    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    /**
     * A relay address.
     *
     * @param local where sockets are opened
     * @param external what clients are told; the same unless a NAT stands in front
     */
    public record Pair(IpAddress local, IpAddress external) {

        /** Where no NAT stands in front. */
        static Pair of(IpAddress address) {
            return new Pair(address, address);
        }
    }

    public RelayPlan {
        pairs = List.copyOf(pairs);
    }

    static RelayPlan of(Configuration configuration, LocalAddresses addresses) throws IOException {
        List<Pair> found = new ArrayList<>();
        for (OwnAddress given : configuration.all(Settings.RELAY_ADDRESS)) {
            if (!LocalAddresses.canBind(given.local())) {
                throw new IOException(
                        "--relay-address: this machine has no address "
                                + given.local()
                                + "; behind a 1:1 NAT it takes the private one, and"
                                + " --external-address the public one");
            }
            found.add(new Pair(given.local(), given.external()));
        }
        if (found.isEmpty()) {
            addresses.best(false).map(Pair::of).ifPresent(found::add);
            addresses.best(true).filter(Links::isPublic).map(Pair::of).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            found.add(Pair.of(addresses.all().isEmpty() ? LOOPBACK : addresses.all().getFirst()));
        }
        List<IpAddress> externals = configuration.all(Settings.EXTERNAL_ADDRESS);
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : found) {
            pairs.add(
                    externals.stream()
                            .filter(address -> address.v6() == pair.local().v6())
                            .findFirst()
                            .map(external -> new Pair(pair.local(), external))
                            .orElse(pair));
        }
        for (IpAddress external : externals) {
            if (found.stream().noneMatch(pair -> pair.local().v6() == external.v6())) {
                throw new IOException(
                        "--external-address: "
                                + external
                                + " needs a --relay-address of the same family");
            }
        }
        return new RelayPlan(pairs, configuration.get(Settings.RELAY_PORTS));
    }

    /** What clients know an address of this machine by. */
    IpAddress external(IpAddress local) {
        return pairs.stream()
                .filter(pair -> pair.local().equals(local))
                .findFirst()
                .map(Pair::external)
                .orElse(local);
    }

    /** The UDP ports that relays have, such as {@code 49152-65535}, or {@code 50000}. */
    public String portRange() {
        return ports.isSingle() ? Integer.toString(ports.min()) : ports.min() + "-" + ports.max();
    }

    /** For people: addresses and ports. */
    public String describe() {
        String addresses =
                pairs.stream()
                        .map(pair ->
                                pair.local().equals(pair.external())
                                        ? pair.local().toString()
                                        : pair.external() + " (here " + pair.local() + ")")
                        .collect(Collectors.joining(", "));
        return addresses
                + (ports.isSingle()
                        ? ", UDP port " + portRange() + " for all"
                        : ", UDP ports " + portRange());
    }
}
