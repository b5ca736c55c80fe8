package dev.parley.server;

import dev.parley.call.CallPage;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.ConnectionLimits;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpServer;
import dev.parley.netty.TlsContext;
import dev.parley.server.check.CheckDesk;
import dev.parley.server.check.CheckLimits;
import dev.parley.server.check.CheckRoute;
import dev.parley.server.http.HealthRoute;
import dev.parley.server.http.InfoRoute;
import dev.parley.server.http.PageRoute;
import dev.parley.server.http.QrRoute;
import dev.parley.server.http.Router;
import dev.parley.server.ladder.LadderDesk;
import dev.parley.server.ladder.LadderLimits;
import dev.parley.server.ladder.LadderRoute;
import dev.parley.server.ladder.LadderSocket;
import dev.parley.server.metrics.Metrics;
import dev.parley.server.metrics.RelayMetrics;
import dev.parley.server.metrics.SignalMetrics;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.relay.DiscoverySquare;
import dev.parley.server.relay.RelayService;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ListenPort;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.IceServerPlan;
import dev.parley.server.signaling.OriginPolicy;
import dev.parley.server.signaling.SignalingService;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.CertificateSource;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A whole server: page, signaling, STUN and TURN, metrics.
 *
 * <pre>
 *   try (ParleyServer server = ParleyServer.start(Configuration.defaults(), System.getenv())) {
 *       ...
 *       server.drain();
 *   }
 * </pre>
 *
 * <p>Methods may be called from any thread; {@link #start}, {@link #drain} and {@link #close}
 * block.
 */
public final class ParleyServer implements AutoCloseable {
    private static final List<IpAddress> EVERYWHERE = List.of(IpAddress.v4(0));

    private final Configuration configuration;
    private final DataDirectory data;
    private final ServerCertificate certificate;
    private final LocalAddresses addresses;
    private final TcpServer tcp = new TcpServer(0);
    private final Metrics metrics = new Metrics();
    private final LadderDesk ladder = new LadderDesk(LadderLimits.DEFAULT, System::nanoTime);
    private final Listening listening;
    private final RelayPlan relay;
    private volatile List<Link> links = List.of();
    private volatile boolean draining;
    private volatile @Nullable SignalingService signaling;
    private volatile @Nullable RelayService relaying;

    private ParleyServer(
            Configuration configuration,
            DataDirectory data,
            ServerCertificate certificate,
            LocalAddresses addresses)
            throws IOException {
        this.configuration = configuration;
        this.data = data;
        this.certificate = certificate;
        this.addresses = addresses;
        listening = new Listening(tcp, configuration);
        relay = RelayPlan.of(configuration, addresses);
    }

    /**
     * Starts a server.
     *
     * @param environment for the default of {@code data-dir}
     * @throws IOException when something around it does not fit: a port, a file, a right. The
     *     message is one line that names the option; nothing is left open
     */
    public static ParleyServer start(Configuration configuration, Map<String, String> environment)
            throws IOException {
        LocalAddresses machine = LocalAddresses.find();
        List<IpAddress> wanted = configuration.all(Settings.LISTEN);
        boolean everywhere = wanted.isEmpty() || wanted.stream().anyMatch(IpAddress::isUnspecified);
        LocalAddresses addresses = everywhere ? machine : machine.only(wanted);
        DataDirectory data = DataDirectory.open(configuration, environment);
        ServerCertificate certificate =
                CertificateSource.find(
                        configuration,
                        data,
                        LocalAddresses.hostNames(),
                        machine.all(),
                        Instant.now());
        ParleyServer server = new ParleyServer(configuration, data, certificate, addresses);
        try {
            List<IpAddress> udp =
                    everywhere
                            ? machine.all().stream().filter(LocalAddresses::canBind).toList()
                            : wanted;
            server.open(everywhere ? EVERYWHERE : wanted, udp);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where the page can be reached, best first. */
    public List<Link> links() {
        return links;
    }

    /** Every socket that is listened on. */
    public List<Endpoint> endpoints() {
        return listening.endpoints();
    }

    /** The port of the first listener of a kind. */
    public int port(Endpoint.Kind kind) {
        return endpoints().stream()
                .filter(endpoint -> endpoint.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(kind + " is off"))
                .address()
                .port();
    }

    public ServerCertificate certificate() {
        return certificate;
    }

    public DataDirectory data() {
        return data;
    }

    public LocalAddresses addresses() {
        return addresses;
    }

    /** What the relay is: its addresses and ports. */
    public RelayPlan relay() {
        return relay;
    }

    /** What whoever runs the server should know; one sentence each. */
    public List<String> notes() {
        return Notes.of(this, configuration);
    }

    /**
     * Ends gently: {@code /health} answers 503, pages are told, no new relay is lent, and those in
     * use may go on for {@code drain-seconds}. Then closes.
     */
    public void drain() throws InterruptedException {
        draining = true;
        SignalingService pages = signaling;
        if (pages != null) {
            pages.drain("shutdown");
        }
        RelayService relays = relaying;
        if (relays != null) {
            relays.drain(Duration.ofSeconds(configuration.get(Settings.DRAIN_SECONDS)));
        }
        close();
    }

    @Override
    public void close() {
        draining = true;
        SignalingService pages = signaling;
        if (pages != null) {
            pages.close();
        }
        ladder.close();
        tcp.close();
        RelayService relays = relaying;
        if (relays != null) {
            relays.close();
        }
        metrics.close();
    }

    private void open(List<IpAddress> tcpAddresses, List<IpAddress> udpAddresses)
            throws IOException {
        WallClock clock = new WallClock(System.nanoTime(), System.currentTimeMillis());
        CheckDesk checks = new CheckDesk(CheckLimits.DEFAULT, clock, System::nanoTime);
        TlsContext tls = TlsContext.of(certificate.key(), certificate.chain());
        ConnectionLimits limits =
                new ConnectionLimits(
                        configuration.get(Settings.MAX_CONNECTIONS),
                        ConnectionLimits.DEFAULT.perAddress(),
                        ConnectionLimits.DEFAULT.greetingTimeout());
        FrontDoor door = new FrontDoor();
        ListenerOptions http =
                ListenerOptions.http(door)
                        .withWebSocket(door::upgrade)
                        .withTlsFailures(checks::tlsRefused)
                        .with(limits);
        ListenerOptions https = http.withStream(door::opened).withTls(tls);
        ListenerOptions stream =
                ListenerOptions.stream(door::opened)
                        .withTlsFailures(checks::tlsRefused)
                        .with(limits);
        int httpPort = listen(Endpoint.Kind.HTTP, Settings.HTTP_PORT, tcpAddresses, http);
        int httpsPort = listen(Endpoint.Kind.HTTPS, Settings.HTTPS_PORT, tcpAddresses, https);
        int turnsPort =
                listen(Endpoint.Kind.TURNS, Settings.TURNS_PORT, tcpAddresses, stream.withTls(tls));
        int stunPort = configuration.get(Settings.STUN_PORT).number();
        if (stunPort >= 0) {
            // UDP and TCP on one port: where any will do, one that is free for UDP.
            int wanted = stunPort > 0 ? stunPort : LocalAddresses.freePort(udpAddresses.getFirst());
            stunPort =
                    listening.bind(
                            Endpoint.Kind.STUN_TCP,
                            Settings.STUN_PORT,
                            tcpAddresses,
                            wanted,
                            stream);
        }
        openMetrics();

        List<String> authSecrets = authSecrets();
        List<DiscoverySquare> discovery =
                stunPort >= 0
                        ? DiscoveryPlan.of(configuration, addresses, udpAddresses, stunPort, relay)
                        : List.of();
        RelayService relays =
                Relaying.start(
                        configuration,
                        data,
                        relay,
                        authSecrets,
                        stunPort >= 0 ? udpAddresses : List.of(),
                        Math.max(0, stunPort),
                        discovery,
                        tcp,
                        listening.endpoints(),
                        clock,
                        checks);
        relaying = relays;
        relays.bound().forEach(at -> listening.add(new Endpoint(Endpoint.Kind.STUN_UDP, at)));
        List<Integer> tlsPorts =
                certificate.selfSigned() // browsers would refuse it without a word
                        ? List.of()
                        : IntStream.of(httpsPort, turnsPort)
                                .filter(p -> p > 0)
                                .limit(1) // browsers grow slow with many servers
                                .boxed()
                                .toList();
        SignalingService pages =
                Signaling.start(
                        configuration,
                        data,
                        addresses,
                        new IceServerPlan.Ports(
                                Math.max(0, stunPort),
                                Math.max(0, stunPort),
                                tlsPorts,
                                DiscoveryPlan.alternate(discovery)),
                        authSecrets.getFirst(),
                        clock);
        signaling = pages;
        RelayMetrics.bind(metrics, relays);
        SignalMetrics.bind(metrics, pages);
        listening
                .listeners()
                .forEach((at, listener) -> metrics.tcp(at.kind().name(), listener::counters));
        links = Links.of(addresses, httpPort, httpsPort, certificate);
        door.open(
                new FrontDoor.Parts(
                        router(
                                httpsPort,
                                Checking.route(
                                        configuration,
                                        checks,
                                        addresses,
                                        relay,
                                        new IceServerPlan.Ports(
                                                Math.max(0, stunPort),
                                                Math.max(0, stunPort),
                                                IntStream.of(httpsPort, turnsPort)
                                                        .filter(p -> p > 0)
                                                        .boxed()
                                                        .toList()),
                                        discovery,
                                        certificate.selfSigned(),
                                        authSecrets.getFirst())),
                        request ->
                                request.path().equals(LadderSocket.PATH)
                                        ? new LadderSocket(ladder, origins()).upgrade(request)
                                        : pages.webSocketHandler().upgrade(request),
                        relays.streamHandler()));
    }

    private OriginPolicy origins() {
        return new OriginPolicy(configuration.all(Settings.ALLOW_ORIGIN));
    }

    private Router router(int httpsPort, CheckRoute checks) {
        Map<String, HttpHandler> handlers = new HashMap<>(Map.of("/api/check", checks));
        LadderRoute steps = new LadderRoute(ladder, origins());
        LadderRoute.PATHS.forEach(path -> handlers.put(path, steps));
        InfoRoute info =
                new InfoRoute(
                        Version.number(),
                        links,
                        configuration.find(Settings.ROOM_SECRET).isPresent(),
                        configuration.get(Settings.ROOM_CAPACITY),
                        certificate.selfSigned());
        return new Router(
                Map.of(
                        "/health", new HealthRoute(() -> draining),
                        "/api/info", info,
                        "/qr.svg", new QrRoute()),
                handlers,
                new PageRoute(CallPage.load()),
                // It would turn http://host:8080 into https://host:8080, where nobody answers.
                !certificate.selfSigned() && httpsPort == Links.HTTPS);
    }

    private List<String> authSecrets() throws IOException {
        List<String> given = configuration.all(Settings.AUTH_SECRET);
        return given.isEmpty()
                ? List.of(
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(data.secret("auth-secret")))
                : given;
    }

    private int listen(
            Endpoint.Kind kind,
            Setting<ListenPort> setting,
            List<IpAddress> at,
            ListenerOptions options)
            throws IOException {
        ListenPort port = configuration.get(setting);
        return port.isOff() ? -1 : listening.bind(kind, setting, at, port.number(), options);
    }

    private void openMetrics() throws IOException {
        TransportAddress at = configuration.get(Settings.METRICS_LISTEN).address();
        if (at != null) {
            Router router =
                    new Router(
                            Map.of("/metrics", metrics),
                            Map.of(),
                            request -> HttpResponse.text(404, "Here is only /metrics.\n"),
                            false);
            listening.bind(
                    Endpoint.Kind.METRICS,
                    Settings.METRICS_LISTEN,
                    List.of(at.ip()),
                    at.port(),
                    ListenerOptions.http(router));
        }
    }
}
