package dev.parley.server;

import dev.parley.call.CallPage;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.ListenerOptions;
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
import dev.parley.server.signaling.SignalingOptions;
import dev.parley.server.signaling.SignalingService;
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
public final class ParleyServer extends RunningServer {
    private final Configuration configuration;
    private final Certificates certificates;
    private final LadderDesk ladder = new LadderDesk(LadderLimits.DEFAULT, System::nanoTime);
    private volatile List<Link> links = List.of();
    private volatile @Nullable SignalingService signaling;

    private ParleyServer(Configuration configuration, RelayPart relay, Certificates certificates) {
        super(relay);
        this.configuration = configuration;
        this.certificates = certificates;
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
        Certificates certificates =
                new Certificates(
                        configuration,
                        wanted ->
                                CertificateSource.find(
                                        wanted,
                                        relay.data(),
                                        LocalAddresses.hostNames(),
                                        relay.machine().all(),
                                        Instant.now()));
        return opened(new ParleyServer(configuration, relay, certificates), configuration);
    }

    /** Where the page can be reached, best first. */
    public List<Link> links() {
        return links;
    }

    /** The port of the first listener of a kind. */
    public int port(Endpoint.Kind kind) {
        int port = relay.port(kind);
        if (port < 0) {
            throw new IllegalArgumentException(kind + " is off");
        }
        return port;
    }

    /** The one that new connections are shown. */
    public ServerCertificate certificate() {
        return certificates.current();
    }

    public LocalAddresses addresses() {
        return relay.addresses();
    }

    @Override
    public List<String> notes() {
        return Notes.of(this, configuration);
    }

    @Override
    public void close() {
        SignalingService pages = signaling;
        if (pages != null) {
            pages.close();
        }
        ladder.close();
        certificates.close();
        relay.close();
    }

    @Override
    void open() throws IOException {
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
                        () -> http.withStream(relay.streams()).withTls(certificates.tls()))
                .ifPresent(doors::add);
        relay.door(
                        Endpoint.Kind.TURNS,
                        Settings.TURNS_PORT,
                        () -> stream.withTls(certificates.tls()))
                .ifPresent(doors::add);
        relay.open(doors, () -> stream, certificates::tls, checks, checks::accept);

        int httpsPort = relay.port(Endpoint.Kind.HTTPS);
        List<Integer> tlsPorts =
                IntStream.of(httpsPort, relay.port(Endpoint.Kind.TURNS))
                        .filter(p -> p > 0)
                        .boxed()
                        .toList();
        IceServerPlan.Ports offered =
                new IceServerPlan.Ports(
                        relay.stunPort(),
                        relay.stunPort(),
                        certificate().selfSigned() // browsers would refuse it without a word
                                ? List.of()
                                : tlsPorts.stream().limit(1).toList(), // many make browsers slow
                        DiscoveryPlan.alternate(relay.discovery()));
        SignalingService pages =
                new SignalingService(signaling(configuration, offered), relay.clock());
        signaling = pages;
        SignalMetrics.bind(relay.metrics(), pages);
        links =
                Links.of(
                        relay.addresses(),
                        relay.port(Endpoint.Kind.HTTP),
                        httpsPort,
                        certificate());
        IceServerPlan.Ports all =
                new IceServerPlan.Ports(relay.stunPort(), relay.stunPort(), tlsPorts);
        door.open(page(configuration, checks, all, pages));
        operate(
                relay.operate(
                        List.of(
                                certificates::prepare,
                                next -> {
                                    SignalingOptions options = signaling(next, offered);
                                    return () -> pages.reconfigure(options);
                                },
                                next -> () -> door.open(page(next, checks, all, pages))),
                        certificates.keeper(),
                        () -> pages.drain("shutdown"),
                        this::close));
    }

    private SignalingOptions signaling(Configuration next, IceServerPlan.Ports ports)
            throws IOException {
        return Signaling.options(
                next,
                relay.data(),
                relay.addresses(),
                relay.clientAddresses(),
                ports,
                relay.authSecrets(next).getFirst());
    }

    /** What is behind the door by a configuration. */
    private FrontDoor.Parts page(
            Configuration next, CheckDesk checks, IceServerPlan.Ports ports, SignalingService pages)
            throws IOException {
        OriginPolicy origins = new OriginPolicy(next.all(Settings.ALLOW_ORIGIN));
        CheckRoute check =
                Checking.route(
                        next,
                        checks,
                        relay.addresses(),
                        relay.plan(),
                        ports,
                        relay.discovery(),
                        certificate().selfSigned(),
                        relay.authSecrets(next).getFirst());
        return new FrontDoor.Parts(
                router(next, check, origins),
                request ->
                        request.path().equals(LadderSocket.PATH)
                                ? new LadderSocket(ladder, origins).upgrade(request)
                                : pages.webSocketHandler().upgrade(request));
    }

    private Router router(Configuration next, CheckRoute checks, OriginPolicy origins) {
        boolean selfSigned = certificate().selfSigned();
        Map<String, HttpHandler> handlers = new HashMap<>(Map.of("/api/check", checks));
        LadderRoute steps = new LadderRoute(ladder, origins);
        LadderRoute.PATHS.forEach(path -> handlers.put(path, steps));
        InfoRoute info =
                new InfoRoute(
                        Version.number(),
                        links,
                        next.find(Settings.ROOM_SECRET).isPresent(),
                        next.get(Settings.ROOM_CAPACITY),
                        selfSigned);
        return new Router(
                Map.of(
                        "/health", new HealthRoute(relay::health),
                        "/api/info", info,
                        "/qr.svg", new QrRoute()),
                handlers,
                new PageRoute(CallPage.load()),
                // It would turn http://host:8080 into https://host:8080, where nobody answers.
                !selfSigned && relay.port(Endpoint.Kind.HTTPS) == Links.HTTPS);
    }
}
