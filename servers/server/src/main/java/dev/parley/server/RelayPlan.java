package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.turn.PortRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where relayed traffic leaves from.
 *
 * @param pairs at most one of each family
 */
public record RelayPlan(List<Pair> pairs, PortRange ports) {

    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    /**
     * A relay address.
     *
     * @param local where sockets are opened
     * @param external what clients are told; the same unless a NAT stands in front
     */
    public record Pair(IpAddress local, IpAddress external) {}

    public RelayPlan {
        pairs = List.copyOf(pairs);
    }

    static RelayPlan of(Configuration configuration, LocalAddresses addresses) throws IOException {
        List<IpAddress> locals = new ArrayList<>(configuration.all(Settings.RELAY_ADDRESS));
        for (IpAddress local : locals) {
            if (!LocalAddresses.canBind(local)) {
                throw new IOException(
                        "--relay-address: this machine has no address "
                                + local
                                + "; behind a 1:1 NAT it takes the private one, and"
                                + " --external-address the public one");
            }
        }
        if (locals.isEmpty()) {
            addresses.best(false).ifPresent(locals::add);
            addresses.best(true).filter(Links::isPublic).ifPresent(locals::add);
        }
        if (locals.isEmpty()) {
            locals.add(addresses.all().isEmpty() ? LOOPBACK : addresses.all().getFirst());
        }
        List<IpAddress> externals = configuration.all(Settings.EXTERNAL_ADDRESS);
        List<Pair> pairs = new ArrayList<>();
        for (IpAddress local : locals) {
            IpAddress external =
                    externals.stream()
                            .filter(address -> address.v6() == local.v6())
                            .findFirst()
                            .orElse(local);
            pairs.add(new Pair(local, external));
        }
        for (IpAddress external : externals) {
            if (locals.stream().noneMatch(local -> local.v6() == external.v6())) {
                throw new IOException(
                        "--external-address: "
                                + external
                                + " needs a --relay-address of the same family");
            }
        }
        return new RelayPlan(pairs, configuration.get(Settings.RELAY_PORTS));
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
