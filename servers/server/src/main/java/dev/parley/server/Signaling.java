package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.IceServerPlan;
import dev.parley.server.signaling.OriginPolicy;
import dev.parley.server.signaling.SignalingOptions;
import dev.parley.server.signaling.TurnRestCredentials;
import dev.parley.server.state.DataDirectory;
import dev.parley.signal.SignalConfig;
import dev.parley.signal.SignalLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Makes the options of signaling that the settings describe. */
final class Signaling {
    private static final int WAITERS_PER_ROOM = SignalLimits.defaults().waitersPerRoom();
    private static final int CONNECTIONS_PER_PREFIX =
            SignalLimits.defaults().connectionsPerPrefix();

    private Signaling() {}

    /**
     * What it is told.
     *
     * @param clients by which addresses they are told to come, beside the one that they came by
     * @param ports where pages find STUN and TURN
     * @param authSecret makes their credentials
     */
    static SignalingOptions options(
            Configuration configuration,
            DataDirectory data,
            LocalAddresses addresses,
            ClientAddresses clients,
            IceServerPlan.Ports ports,
            String authSecret)
            throws IOException {
        SignalLimits limits =
                SignalLimits.defaults()
                        .withConnections(
                                configuration.get(Settings.MAX_CONNECTIONS), CONNECTIONS_PER_PREFIX)
                        .withRooms(configuration.get(Settings.MAX_ROOMS), WAITERS_PER_ROOM);
        SignalConfig rooms =
                SignalConfig.defaults()
                        .withCapacity(configuration.get(Settings.ROOM_CAPACITY))
                        .withSecret(configuration.find(Settings.ROOM_SECRET).orElse(null))
                        .withLimits(limits);
        IceServerPlan plan =
                plan(
                        addresses,
                        ports,
                        clients.chosen()
                                ? clients.firsts().stream().map(IpAddress::toString).toList()
                                : List.of(),
                        configuration.all(Settings.TURN_SERVER));
        return new SignalingOptions(
                rooms,
                data.secret("signal-key"),
                new OriginPolicy(configuration.all(Settings.ALLOW_ORIGIN)),
                plan,
                new TurnRestCredentials(
                        authSecret, Duration.ofSeconds(configuration.get(Settings.TURN_TTL))));
    }

    /** The URLs of this server and of others. */
    static IceServerPlan plan(
            LocalAddresses addresses,
            IceServerPlan.Ports ports,
            List<String> furtherHosts,
            List<String> furtherUrls) {
        // Browsers do not reach a relay on loopback from sockets of their network card.
        String loopbackName = addresses.best(false).map(IpAddress::toString).orElse(null);
        return new IceServerPlan(ports, null, loopbackName, furtherHosts, furtherUrls);
    }
}
