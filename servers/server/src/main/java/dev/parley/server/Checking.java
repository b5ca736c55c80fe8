package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.check.CheckDesk;
import dev.parley.server.check.CheckPlan;
import dev.parley.server.check.CheckRoute;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.relay.DiscoverySquare;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.IceServerPlan;
import dev.parley.server.signaling.OriginPolicy;
import dev.parley.server.signaling.TurnRestCredentials;
import java.time.Duration;
import java.util.List;

/** Makes the check of the network that the settings describe. */
final class Checking {
    /** As long as a check may take. */
    private static final Duration KEYS_LAST = Duration.ofSeconds(90);

    private Checking() {}

    /**
     * What answers pages that check.
     *
     * @param ports of STUN, TURN and TLS, also where browsers refuse the certificate
     */
    static CheckRoute route(
            Configuration configuration,
            CheckDesk desk,
            LocalAddresses addresses,
            RelayPlan relay,
            IceServerPlan.Ports ports,
            List<DiscoverySquare> discovery,
            boolean selfSigned,
            String authSecret) {
        List<IpAddress> external =
                relay.pairs().stream()
                        .filter(pair -> !pair.external().equals(pair.local()))
                        .map(RelayPlan.Pair::external)
                        .toList();
        CheckPlan plan =
                new CheckPlan(
                        Signaling.plan(addresses, ports, List.of(), List.of()),
                        configuration.all(Settings.TURN_SERVER),
                        ports.udp(),
                        discovery.isEmpty() ? 0 : discovery.getFirst().otherPort(),
                        external,
                        addresses.best(false).orElse(null),
                        selfSigned,
                        configuration.find(Settings.ROOM_SECRET).isEmpty());
        return new CheckRoute(
                desk,
                plan,
                new TurnRestCredentials(authSecret, KEYS_LAST),
                new OriginPolicy(configuration.all(Settings.ALLOW_ORIGIN)));
    }
}
