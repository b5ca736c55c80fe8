package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.relay.DiscoverySquare;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ListenPort;
import dev.parley.server.settings.OwnAddress;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.IceServerPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which sockets serve discovery of NAT behaviour, RFC 5780: none unless a setting says so. */
final class DiscoveryPlan {
    private DiscoveryPlan() {}

    /**
     * The sockets.
     *
     * @param udp the addresses that STUN listens on
     * @param port of all of them
     * @param relay knows what a 1:1 NAT makes of an address
     * @throws IOException when an address is not here, or is the only one; the message names the
     *     option
     */
    static List<DiscoverySquare> of(
            Configuration configuration,
            LocalAddresses addresses,
            List<IpAddress> udp,
            int port,
            RelayPlan relay)
            throws IOException {
        List<OwnAddress> alternates = configuration.all(Settings.STUN_ALTERNATE_ADDRESS);
        Optional<ListenPort> set = configuration.find(Settings.STUN_ALTERNATE_PORT);
        boolean wanted = set.map(given -> !given.isOff()).orElse(!alternates.isEmpty());
        if (!wanted) {
            return List.of();
        }
        int otherPort = set.map(ListenPort::number).orElse(port + 1);
        if (otherPort == 0) {
            otherPort = LocalAddresses.freePort(udp, List.of());
        }
        List<DiscoverySquare> squares = new ArrayList<>();
        for (boolean v6 : new boolean[] {false, true}) {
            OwnAddress alternate =
                    alternates.stream()
                            .filter(address -> address.local().v6() == v6)
                            .findFirst()
                            .orElse(null);
            if (alternate != null) {
                check(alternate, udp);
            }
            for (IpAddress first : firsts(addresses, udp, v6)) {
                if (alternate == null) {
                    squares.add(new DiscoverySquare(face(first, relay), null, port, otherPort));
                } else if (!first.equals(alternate.local())) {
                    squares.add(
                            new DiscoverySquare(
                                    face(first, relay),
                                    new DiscoverySquare.Face(
                                            alternate.local(), alternate.external()),
                                    port,
                                    otherPort));
                }
            }
        }
        return squares;
    }

    /**
     * The socket that pages are told of as a second STUN server: other port, other address if any.
     */
    static IceServerPlan.@Nullable Alternate alternate(List<DiscoverySquare> squares) {
        return squares.stream()
                .findFirst()
                .map(square -> {
                    DiscoverySquare.Face second = square.second();
                    return new IceServerPlan.Alternate(
                            second == null ? null : second.external().toString(),
                            square.otherPort());
                })
                .orElse(null);
    }

    private static void check(OwnAddress alternate, List<IpAddress> udp) throws IOException {
        IpAddress local = alternate.local();
        if (!LocalAddresses.canBind(local)) {
            throw new IOException("--stun-alternate-address: this machine has no address " + local);
        }
        boolean another = udp.stream().anyMatch(a -> a.v6() == local.v6() && !a.equals(local));
        if (!another) {
            throw new IOException(
                    "--stun-alternate-address: "
                            + local
                            + " is a second address only beside a first: STUN listens on no other "
                            + (local.v6() ? "IPv6" : "IPv4")
                            + " address");
        }
    }

    /** The address that most clients will use comes first: the second address answers from it. */
    private static List<IpAddress> firsts(
            LocalAddresses addresses, List<IpAddress> udp, boolean v6) {
        Optional<IpAddress> best = addresses.best(v6);
        return udp.stream()
                .filter(address -> address.v6() == v6)
                .sorted(
                        Comparator.comparing((IpAddress address) ->
                                best.isEmpty() || !best.get().equals(address)))
                .toList();
    }

    private static DiscoverySquare.Face face(IpAddress local, RelayPlan relay) {
        return new DiscoverySquare.Face(local, relay.external(local));
    }
}
