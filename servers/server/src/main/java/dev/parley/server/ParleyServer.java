package dev.parley.server;

import dev.parley.call.CallPage;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.ListenerOptions;
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
import dev.parley.server.metrics.SignalMetrics;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.IceServerPlan;
import dev.parley.server.signaling.OriginPolicy;
import dev.parley.server.signaling.SignalingService;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.CertificateSource;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Configuration configuration;
    private final RelayPart relay;
    private final ServerCertificate certificate;
    private final LadderDesk ladder = new LadderDesk(LadderLimits.DEFAULT, System::nanoTime);
    private volatile List<Link> links = List.of();
    private volatile @Nullable SignalingService signaling;
    private @Nullable TlsContext tls;

    private ParleyServer(
            Configuration configuration, RelayPart relay, ServerCertificate certificate) {
        this.configuration = configuration;
        this.relay = relay;
        this.certificate = certificate;
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
        RelayPart relay = RelayPart.of(configuration, environment);
        ServerCertificate certificate =
                CertificateSource.find(
                        configuration,
                        relay.data(),
                        LocalAddresses.hostNames(),
                        relay.machine().all(),
                        Instant.now());
        ParleyServer server = new ParleyServer(configuration, relay, certificate);
        try {
            server.open();
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
        return relay.endpoints();
    }

    /** The port of the first listener of a kind. */
    public int port(Endpoint.Kind kind) {
        int port = relay.port(kind);
        if (port < 0) {
            throw new IllegalArgumentException(kind + " is off");
        }
        return port;
    }

    public ServerCertificate certificate() {
        return certificate;
    }

    public DataDirectory data() {
        return relay.data();
    }

    public LocalAddresses addresses() {
        return relay.addresses();
    }

    /** What the relay is: its addresses and ports. */
    public RelayPlan relay() {
        return relay.plan();
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
        relay.startDraining();
        SignalingService pages = signaling;
        if (pages != null) {
            pages.drain("shutdown");
        }
        relay.drain();
        close();
    }

    @Override
    public void close() {
        SignalingService pages = signaling;
        if (pages != null) {
            pages.close();
        }
        ladder.close();
        relay.close();
    }

    private void open() throws IOException {
        CheckDesk checks = new CheckDesk(CheckLimits.DEFAULT, relay.clock(), System::nanoTime);
        FrontDoor door = new FrontDoor();
        ListenerOptions http =
                ListenerOptions.http(door)
                        .withWebSocket(door::upgrade)
                        .withTlsFailures(checks::tlsRefused)
                        .withProxies(relay.proxies())
                        .with(relay.limits());
        ListenerOptions stream =
                ListenerOptions.stream(relay.streams())
                        .withTlsFailures(checks::tlsRefused)
                        .withProxies(relay.proxies())
                        .with(relay.limits());
        List<Door> doors = new ArrayList<>();
        relay.door(Endpoint.Kind.HTTP, Settings.HTTP_PORT, () -> http).ifPresent(doors::add);
        relay.door(
                        Endpoint.Kind.HTTPS,
                        Settings.HTTPS_PORT,
                        () -> http.withStream(relay.streams()).withTls(tls()))
                .ifPresent(doors::add);
        relay.door(Endpoint.Kind.TURNS, Settings.TURNS_PORT, () -> stream.withTls(tls()))
                .ifPresent(doors::add);
        relay.open(doors, () -> stream, checks, checks::accept);

        int httpsPort = relay.port(Endpoint.Kind.HTTPS);
        int[] tlsPorts = {httpsPort, relay.port(Endpoint.Kind.TURNS)};
        SignalingService pages =
                Signaling.start(
                        configuration,
                        relay.data(),
                        relay.addresses(),
                        new IceServerPlan.Ports(
                                relay.stunPort(),
                                relay.stunPort(),
                                certificate.selfSigned() // browsers would refuse it without a word
                                        ? List.of()
                                        : IntStream.of(tlsPorts)
                                                .filter(p -> p > 0)
                                                .limit(1) // browsers grow slow with many servers
                                                .boxed()
                                                .toList(),
                                DiscoveryPlan.alternate(relay.discovery())),
                        relay.authSecrets().getFirst(),
                        relay.clock());
        signaling = pages;
        SignalMetrics.bind(relay.metrics(), pages);
        links = Links.of(relay.addresses(), relay.port(Endpoint.Kind.HTTP), httpsPort, certificate);
        CheckRoute check =
                Checking.route(
                        configuration,
                        checks,
                        relay.addresses(),
                        relay.plan(),
                        new IceServerPlan.Ports(
                                relay.stunPort(),
                                relay.stunPort(),
                                IntStream.of(tlsPorts).filter(p -> p > 0).boxed().toList()),
                        relay.discovery(),
                        certificate.selfSigned(),
                        relay.authSecrets().getFirst());
        door.open(
                new FrontDoor.Parts(
                        router(httpsPort, check),
                        request ->
                                request.path().equals(LadderSocket.PATH)
                                        ? new LadderSocket(ladder, origins()).upgrade(request)
                                        : pages.webSocketHandler().upgrade(request)));
    }

    /** The same for every listener with TLS; made when the first is opened. */
    private TlsContext tls() throws IOException {
        TlsContext made = tls;
        if (made == null) {
            made = TlsContext.of(certificate.key(), certificate.chain());
            tls = made;
        }
        return made;
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
                        "/health", new HealthRoute(relay::isDraining),
                        "/api/info", info,
                        "/qr.svg", new QrRoute()),
                handlers,
                new PageRoute(CallPage.load()),
                // It would turn http://host:8080 into https://host:8080, where nobody answers.
                !certificate.selfSigned() && httpsPort == Links.HTTPS);
    }
}
