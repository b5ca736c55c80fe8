package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.ConnectionLimits;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.StreamHandler;
import dev.parley.netty.StreamListener;
import dev.parley.server.http.Health;
import dev.parley.server.http.HealthRoute;
import dev.parley.server.http.Router;
import dev.parley.server.metrics.CertificateMetrics;
import dev.parley.server.metrics.Metrics;
import dev.parley.server.metrics.RelayMetrics;
import dev.parley.server.net.Binding;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.relay.DiscoverySquare;
import dev.parley.server.relay.RelayService;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.Part;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ListenPort;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.usage.UsageLog;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every server has: STUN and TURN, the listeners and the metrics.
 *
 * <pre>
 *   of()    addresses, folder, secrets
 *   open()  UDP sockets  -> STUN and TURN are answered
 *           TCP listeners, those of the caller among them
 *           metrics
 * </pre>
 *
 * <p>UDP comes first because the classes behind everything else take longer to load than a client
 * should wait. Only where a TCP port is to be any free one does TCP come first: no relay may reach
 * a listener of ours, so their ports are known before the first relay is lent.
 */
final class RelayPart implements AutoCloseable {

    /** In the data directory: the secret, when the settings name none. */
    static final String AUTH_SECRET_FILE = "auth-secret";

    private static final StreamListener DEAF =
            new StreamListener() {
                @Override
                public void bytes(byte[] buf, int off, int len) {}

                @Override
                public void closed() {}
            };

    /** Made when the first line is written: a relay answers before there is a log. */
    private static final class Log {
        static final Logger OUT = LoggerFactory.getLogger("parley.reload");
    }

    private final Configuration configuration;
    private final DataDirectory data;
    private final LocalAddresses machine;
    private final ListenPlan listens;
    private final int stunPort;
    private final RelayPlan plan;
    private final WallClock clock = new WallClock(System.nanoTime(), System.currentTimeMillis());
    private final Listening listening;
    private final AdminPort admin;
    private final long began = System.nanoTime();
    private volatile Health health = Health.STARTING;
    private volatile @Nullable RelayService service;
    private volatile @Nullable Metrics metrics;
    private volatile @Nullable Operation operation;
    private volatile @Nullable UsageLog usage;
    private List<DiscoverySquare> discovery = List.of();
    private List<TransportAddress> guarded = List.of();

    private RelayPart(Configuration configuration, Map<String, String> environment)
            throws IOException {
        this.configuration = configuration;
        machine = LocalAddresses.find();
        List<IpAddress> wanted = configuration.all(Settings.LISTEN);
        listens = ListenPlan.of(wanted, machine);
        data = DataDirectory.open(configuration, environment);
        plan = RelayPlan.of(configuration, listens.addresses());
        listening = new Listening(configuration);
        admin = new AdminPort(configuration, data);
        stunPort = stunPort(configuration, listens);
    }

    /**
     * Finds what is there; opens nothing yet.
     *
     * @throws IOException when it does not fit the settings; the message names the option
     */
    static RelayPart of(Configuration configuration, Map<String, String> environment)
            throws IOException {
        try {
            return new RelayPart(configuration, environment);
        } catch (IOException e) {
            throw configuration.named(e);
        }
    }

    /** The port of STUN over UDP and TCP, or -1: where any will do, one that is free for both. */
    private static int stunPort(Configuration configuration, ListenPlan listens)
            throws IOException {
        int port = configuration.get(Settings.STUN_PORT).number();
        if (port != 0) {
            return port;
        }
        try {
            return LocalAddresses.freePort(listens.udp(), listens.tcp());
        } catch (IOException e) {
            throw Binding.failure(
                    Settings.STUN_PORT,
                    configuration,
                    "UDP",
                    new TransportAddress(listens.udp().getFirst(), 0),
                    e);
        }
    }

    /** What a relay whose credentials are made from a secret is given, the signing one first. */
    static List<String> authSecrets(Configuration configuration, DataDirectory data)
            throws IOException {
        List<String> given = configuration.all(Settings.AUTH_SECRET);
        return given.isEmpty()
                ? List.of(
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(data.secret(AUTH_SECRET_FILE)))
                : given;
    }

    /** A listener on the addresses that the settings say; none when its port is off. */
    Optional<Door> door(Endpoint.Kind kind, Setting<ListenPort> setting, Door.Options options) {
        ListenPort port = configuration.get(setting);
        return port.isOff()
                ? Optional.empty()
                : Optional.of(door(kind, setting, port.number(), options));
    }

    private Door door(Endpoint.Kind kind, Setting<?> setting, int port, Door.Options options) {
        return new Door(
                kind,
                setting,
                listens.tcp(),
                port,
                listens.everywhere() ? () -> options.make().withBothFamilies() : options);
    }

    /** The load balancers in front of listeners. */
    List<IpPrefix> proxies() {
        return configuration.all(Settings.PROXY_FROM);
    }

    /** The limits that the settings put on connections of one listener. */
    ConnectionLimits limits() {
        return new ConnectionLimits(
                configuration.get(Settings.MAX_CONNECTIONS),
                ConnectionLimits.DEFAULT.perAddress(),
                ConnectionLimits.DEFAULT.greetingTimeout());
    }

    /**
     * Opens everything.
     *
     * @param further listeners beside those that every server has
     * @param stream what STUN and TURN over TCP are served with, before there is a relay too
     * @param tls for an admin API that other machines reach
     * @param watch whose requests {@code events} hears of
     * @throws IOException when a socket cannot be had; the message names the option
     */
    void open(
            List<Door> further,
            Door.Options stream,
            AdminPort.Tls tls,
            RequestWatch watch,
            Consumer<TurnEvent> events)
            throws IOException {
        List<Door> doors = new ArrayList<>();
        if (stunPort >= 0) { // first, while the port is surely free
            doors.add(door(Endpoint.Kind.STUN_TCP, Settings.STUN_PORT, stunPort, stream));
            discovery =
                    DiscoveryPlan.of(
                            configuration, listens.addresses(), listens.udp(), stunPort, plan);
        }
        doors.addAll(further);
        TransportAddress metricsAt = configuration.get(Settings.METRICS_LISTEN).address();
        if (metricsAt != null) {
            doors.add(
                    new Door(
                            Endpoint.Kind.METRICS,
                            Settings.METRICS_LISTEN,
                            List.of(metricsAt.ip()),
                            metricsAt.port(),
                            () -> ListenerOptions.http(metricsRouter()).with(limits())));
        }
        admin.door(tls).ifPresent(doors::add);
        boolean tcpFirst = doors.stream().anyMatch(door -> door.port() == 0);
        if (tcpFirst) {
            openAll(doors);
            guarded = endpoints().stream().map(Endpoint::address).toList();
        } else {
            guarded = doors.stream().flatMap(door -> door.endpoints().stream()).toList();
        }
        UsageLog log = UsageLog.open(configuration, clock);
        usage = log;
        RelayService relay =
                Relaying.start(
                        configuration,
                        data,
                        turn(configuration),
                        relayListens(),
                        stunPort(),
                        discovery,
                        listening::server,
                        clock,
                        watch,
                        log == null ? events : events.andThen(log));
        service = relay;
        if (log != null) {
            log.watch(relay.register());
        }
        relay.bound().forEach(at -> listening.add(new Endpoint(Endpoint.Kind.STUN_UDP, at)));
        if (!tcpFirst) {
            openAll(doors);
        }
        Metrics figures = metrics();
        RelayMetrics.bind(figures, relay);
        listening
                .listeners()
                .forEach((at, listener) -> figures.tcp(at.kind().name(), listener::counters));
    }

    private List<IpAddress> relayListens() {
        return stunPort >= 0 ? listens.udp() : List.of();
    }

    /** What the core of the relay is told by a configuration. */
    private TurnServerConfig turn(Configuration next) throws IOException {
        return Relaying.turn(
                next, plan, authSecrets(next), relayListens(), stunPort(), discovery, guarded);
    }

    /**
     * Lets the server be operated: reload, drain, admin API. The last step of a start: {@code
     * /health} says that it serves from then on.
     *
     * @param parts go on by another configuration, after the relay
     * @param certificate null when nothing speaks TLS
     * @param announceEnd tells everybody else that the server ends
     * @param close ends it
     */
    Operation operate(
            List<Part> parts,
            @Nullable CertificateKeeper certificate,
            Runnable announceEnd,
            Runnable close)
            throws IOException {
        RelayService relay = Objects.requireNonNull(service, "opened before");
        List<Part> all = new ArrayList<>();
        all.add(next -> {
            TurnServerConfig turn = turn(next);
            return () -> {
                int late = relay.register().reconfigure(turn);
                if (late > 0) {
                    Log.OUT.warn(
                            "{} of the relay's threads are too busy to take up the new settings at"
                                    + " once; they will as soon as they can.",
                            late);
                }
            };
        });
        all.addAll(parts);
        UsageLog log = usage;
        if (log != null) {
            all.add(next -> () -> log.obey(next));
            metrics().counter("parley.usage.records", "Usage records written", log::written);
            metrics().counter("parley.usage.lost", "Usage records not written", log::lost);
        }
        Operation made =
                new Operation(
                        configuration,
                        data,
                        all,
                        relay,
                        clock,
                        certificate,
                        began,
                        () -> {
                            health = Health.DRAINING;
                            announceEnd.run();
                        },
                        close);
        operation = made;
        if (certificate != null) {
            CertificateMetrics.bind(metrics(), certificate);
        }
        health = Health.OK; // before anybody can ask for an end
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.kind() == Endpoint.Kind.ADMIN) {
                admin.serve(made.api(metrics()), endpoint.address());
            }
        }
        return made;
    }

    private void openAll(List<Door> doors) throws IOException {
        for (Door door : doors) {
            listening.open(door);
        }
    }

    private Router metricsRouter() {
        return new Router(
                Map.of("/metrics", metrics(), "/health", new HealthRoute(this::health)),
                Map.of(),
                request -> HttpResponse.text(404, "Here are only /metrics and /health.\n"),
                false);
    }

    /** The registry, made when it is first needed. */
    synchronized Metrics metrics() {
        Metrics made = metrics;
        if (made == null) {
            made = new Metrics();
            metrics = made;
        }
        return made;
    }

    /** Takes STUN and TURN streams; hangs up on whoever comes before there is a relay. */
    StreamHandler streams() {
        return connection -> {
            RelayService relay = service;
            if (relay != null) {
                return relay.streamHandler().opened(connection);
            }
            connection.close();
            return DEAF;
        };
    }

    /** Every socket that is listened on. */
    List<Endpoint> endpoints() {
        return listening.endpoints();
    }

    /** The port of the first listener of a kind, or -1. */
    int port(Endpoint.Kind kind) {
        return listening.port(kind);
    }

    /** The port of STUN and TURN on UDP and TCP, 0 when it is off. */
    int stunPort() {
        return Math.max(0, stunPort);
    }

    List<DiscoverySquare> discovery() {
        return discovery;
    }

    DataDirectory data() {
        return data;
    }

    /** The addresses that are listened on. */
    LocalAddresses addresses() {
        return listens.addresses();
    }

    /** All addresses there are. */
    LocalAddresses machine() {
        return machine;
    }

    /** By how many threads and which driver it relays. */
    String work() {
        return Objects.requireNonNull(service, "opened before").work();
    }

    RelayPlan plan() {
        return plan;
    }

    /** By which addresses clients are told to come. */
    ClientAddresses clientAddresses() {
        return ClientAddresses.of(configuration, plan, listens);
    }

    /** The secrets of time-limited credentials by a configuration; the first one signs. */
    List<String> authSecrets(Configuration next) throws IOException {
        return authSecrets(next, data);
    }

    WallClock clock() {
        return clock;
    }

    Health health() {
        return health;
    }

    @Override
    public void close() {
        health = Health.DRAINING;
        admin.close();
        RelayService relay = service;
        if (relay != null) {
            relay.endAll(); // before their connections end, which takes seconds
        }
        listening.close();
        if (relay != null) {
            relay.close();
        }
        UsageLog log = usage;
        if (log != null) {
            log.close(); // after what ended with the relay
        }
        Metrics figures = metrics;
        if (figures != null) {
            figures.close();
        }
        Operation operated = operation;
        if (operated != null) {
            operated.close();
        }
    }
}
