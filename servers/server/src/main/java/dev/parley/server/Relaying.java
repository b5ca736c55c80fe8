package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.StreamLimits;
import dev.parley.netty.TcpServer;
import dev.parley.server.net.Binding;
import dev.parley.server.relay.DiscoverySquare;
import dev.parley.server.relay.ListenException;
import dev.parley.server.relay.RelayConfig;
import dev.parley.server.relay.RelayService;
import dev.parley.server.settings.Account;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.RelayThreads;
import dev.parley.server.settings.Settings;
import dev.parley.server.settings.Switch;
import dev.parley.server.state.DataDirectory;
import dev.parley.turn.Bandwidth;
import dev.parley.turn.ChallengeLimit;
import dev.parley.turn.PeerPolicy;
import dev.parley.turn.PeerPorts;
import dev.parley.turn.PortRange;
import dev.parley.turn.Quotas;
import dev.parley.turn.RelayAddress;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnCredentials;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.TurnServerConfigBuilder;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the relay service that the settings describe. */
final class Relaying {
    /** With fewer ports, to divide them would cost more calls than a thread is worth. */
    private static final int PORTS_FOR_ANOTHER_THREAD = 1024;

    private Relaying() {}

    /**
     * Binds its UDP sockets and starts it.
     *
     * @param turn what the core is told
     * @param udp the addresses to listen on for UDP, none when STUN is off
     * @param port of all of them
     * @param discovery the sockets of them, and beside them, that serve RFC 5780
     * @param tcp makes and takes connections with peers; asked for when there are such relays
     * @param watch whose requests {@code events} hears of
     * @param events hears of everything that happens, on the relay's thread
     */
    static RelayService start(
            Configuration configuration,
            DataDirectory data,
            TurnServerConfig turn,
            List<IpAddress> udp,
            int port,
            List<DiscoverySquare> discovery,
            Supplier<TcpServer> tcp,
            WallClock clock,
            RequestWatch watch,
            Consumer<TurnEvent> events)
            throws IOException {
        List<TransportAddress> sockets = sockets(udp, port);
        RelayLog log = new RelayLog(configuration.get(Settings.LOG_ADDRESSES) == Switch.ON);
        UdpBackend backend = udpBackend(configuration);
        RelayConfig config =
                new RelayConfig(
                        turn,
                        sockets,
                        discovery,
                        data.secret("nonce-key"),
                        clock,
                        backend,
                        threads(configuration, backend, turn.relayPorts()),
                        true,
                        configuration.get(Settings.TCP_RELAY) == Switch.ON
                                ? tcp.get().rawStreams(StreamLimits.DEFAULT)
                                : null,
                        watch,
                        event -> {
                            log.accept(event);
                            events.accept(event);
                        });
        try {
            return RelayService.start(config);
        } catch (ListenException e) {
            int at = e.address().port();
            PortRange ports = configuration.get(Settings.RELAY_PORTS);
            boolean relay = ports.isSingle() && ports.contains(at);
            throw Binding.failure(
                    relay
                            ? Settings.RELAY_PORTS
                            : at == port ? Settings.STUN_PORT : Settings.STUN_ALTERNATE_PORT,
                    configuration,
                    "UDP",
                    e.address(),
                    e);
        }
    }

    private static UdpBackend udpBackend(Configuration configuration) throws IOException {
        UdpBackend backend = configuration.get(Settings.UDP);
        String why = backend.whyNot();
        if (why != null) {
            throw new IOException(
                    configuration.origin(Settings.UDP).name(Settings.UDP)
                            + ": it cannot be used here, "
                            + why
                            + "; leave it at auto");
        }
        return backend.resolved();
    }

    /** How many threads relay; each has a part of the relay ports. */
    static int threads(Configuration configuration, UdpBackend backend, PortRange ports)
            throws IOException {
        RelayThreads wanted = configuration.get(Settings.RELAY_THREADS);
        if (wanted.isAuto()) {
            int processors = Runtime.getRuntime().availableProcessors();
            int most = Math.min(RelayThreads.MOST, ports.size() / PORTS_FOR_ANOTHER_THREAD);
            return backend.canReusePort() ? Math.clamp(processors, 1, Math.max(1, most)) : 1;
        }
        int threads = wanted.number();
        String option = configuration.origin(Settings.RELAY_THREADS).name(Settings.RELAY_THREADS);
        if (threads > 1 && !backend.canReusePort()) {
            throw new IOException(
                    option + ": this system cannot share a UDP port among threads; set it to 1");
        }
        if (threads > 1 && ports.size() < 2 * threads) {
            throw new IOException(
                    option
                            + ": "
                            + threads
                            + " threads need at least "
                            + 2 * threads
                            + " --relay-ports, there are "
                            + ports.size());
        }
        return threads;
    }

    private static List<TransportAddress> sockets(List<IpAddress> udp, int port) {
        return udp.stream().map(address -> new TransportAddress(address, port)).toList();
    }

    /**
     * What the core is told, at first and by a reload.
     *
     * @param authSecrets of time-limited credentials
     * @param guarded every TCP socket of this server, which no relay may reach
     */
    static TurnServerConfig turn(
            Configuration configuration,
            RelayPlan plan,
            List<String> authSecrets,
            List<IpAddress> udp,
            int port,
            List<DiscoverySquare> discovery,
            List<TransportAddress> guarded) {
        Set<TransportAddress> sockets = new LinkedHashSet<>(sockets(udp, port));
        discovery.forEach(square -> sockets.addAll(square.locals()));
        String realm = configuration.get(Settings.REALM);
        TurnCredentials credentials = new TurnCredentials(realm);
        authSecrets.forEach(credentials::secret);
        for (Account account : configuration.all(Settings.USER)) {
            credentials.user(account.name(), account.password());
        }
        Quotas usual = Quotas.DEFAULT;
        TurnServerConfigBuilder turn =
                TurnServerConfig.builder()
                        .realm(realm)
                        .credentials(credentials)
                        .securityFeatures(configuration.get(Settings.STRONG_AUTH).features())
                        .tcpRelays(configuration.get(Settings.TCP_RELAY) == Switch.ON)
                        .mobility(configuration.get(Settings.MOBILITY) == Switch.ON)
                        .alternateAbove(configuration.get(Settings.ALTERNATE_ABOVE))
                        .relayPorts(plan.ports())
                        .challengeLimit(
                                ChallengeLimit.DEFAULT.withRate(
                                        configuration.get(Settings.CHALLENGE_RATE)))
                        .quotas(
                                new Quotas(
                                                configuration.get(Settings.USER_QUOTA),
                                                configuration.get(Settings.ADDRESS_QUOTA),
                                                configuration.get(Settings.MAX_ALLOCATIONS),
                                                usual.permissionsPerAllocation(),
                                                usual.channelsPerAllocation(),
                                                usual.strangerStreams())
                                        .withRate(configuration.get(Settings.ALLOCATION_RATE)))
                        .peerPolicy(
                                new PeerPolicy(
                                        configuration.all(Settings.ALLOW_PEER),
                                        configuration.all(Settings.DENY_PEER)));
        configuration.all(Settings.REWRITE_PEER).forEach(turn::peerRewrite);
        turn.strictExpiry(configuration.get(Settings.STRICT_EXPIRY) == Switch.ON)
                .peerPorts(
                        new PeerPorts(
                                configuration.all(Settings.ALLOW_PEER_PORT),
                                configuration.all(Settings.DENY_PEER_PORT)))
                .bandwidth(
                        new Bandwidth(
                                configuration.get(Settings.USER_BANDWIDTH).bytesPerSecond(),
                                configuration.get(Settings.TOTAL_BANDWIDTH).bytesPerSecond()));
        configuration.all(Settings.ALTERNATE_SERVER).forEach(turn::alternate);
        configuration.all(Settings.TLS_ALTERNATE_SERVER).forEach(turn::alternate);
        for (RelayPlan.Pair pair : plan.pairs()) {
            turn.relayAddress(new RelayAddress(pair.local(), pair.external()));
        }
        sockets.forEach(turn::protectedEndpoint);
        guarded.forEach(turn::protectedEndpoint);
        return turn.build();
    }
}
