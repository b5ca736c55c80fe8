package dev.parley.server;

import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TlsContext;
import dev.parley.server.reload.Part;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.tls.PemFiles;
import dev.parley.server.tls.ServerCertificate;
import dev.parley.turn.RequestWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relay alone: STUN and TURN over UDP, TCP and, with a certificate, TLS; metrics.
 *
 * <p>Methods may be called from any thread; {@link #start}, {@link #drain} and {@link #close}
 * block.
 */
public final class RelayServer extends RunningServer {
    private final @Nullable Certificates certificates;

    private RelayServer(RelayPart relay, @Nullable Certificates certificates) {
        super(relay);
        this.certificates = certificates;
    }

    /**
     * Starts a relay.
     *
     * @param configuration of {@link dev.parley.server.settings.Program#TURN}
     * @param environment for the default of {@code data-dir}
     * @throws IOException when something around it does not fit: a port, a file, a right. The
     *     message is one line that names the option; nothing is left open
     */
    public static RelayServer start(Configuration configuration, Map<String, String> environment)
            throws IOException {
        RelayPart relay = RelayPart.of(configuration, environment);
        boolean given = configuration.find(Settings.TLS_CERT).isPresent();
        Certificates certificates =
                given ? new Certificates(configuration, RelayServer::certificate) : null;
        return opened(new RelayServer(relay, certificates), configuration);
    }

    /** The one in the files that a configuration names. */
    private static ServerCertificate certificate(Configuration configuration) throws IOException {
        Optional<Path> chain = configuration.find(Settings.TLS_CERT);
        Optional<Path> key = configuration.find(Settings.TLS_KEY);
        if (chain.isEmpty() || key.isEmpty()) {
            throw new IOException("--tls-cert: TLS is turned off by a restart only");
        }
        return PemFiles.read(chain.get(), key.get());
    }

    @Override
    void open() throws IOException {
        List<Door> doors = new ArrayList<>();
        Certificates shown = certificates;
        if (shown != null) {
            relay.door(
                            Endpoint.Kind.TURNS,
                            Settings.TURNS_PORT,
                            () -> stream().withTls(shown.tls()))
                    .ifPresent(doors::add);
        }
        relay.open(doors, this::stream, this::tls, RequestWatch.NOBODY, event -> {});
        operate(
                relay.operate(
                        List.of(shown == null ? RelayServer::stayWithoutTls : shown::prepare),
                        shown == null ? null : shown.keeper(),
                        () -> {},
                        this::close));
    }

    private TlsContext tls() throws IOException {
        if (certificates == null) {
            throw new IOException(
                    "--admin-listen: other machines reach it by TLS alone: set --tls-cert and"
                            + " --tls-key");
        }
        return certificates.tls();
    }

    private static Part.Step stayWithoutTls(Configuration next) throws IOException {
        if (next.find(Settings.TLS_CERT).isPresent()) {
            throw new IOException("--tls-cert: TLS is turned on by a restart only");
        }
        return () -> {};
    }

    private ListenerOptions stream() {
        return ListenerOptions.stream(relay.streams())
                .withProxies(relay.proxies())
                .with(relay.limits());
    }

    /** The port of the first listener of a kind, or -1. */
    public int port(Endpoint.Kind kind) {
        return relay.port(kind);
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (certificates == null) {
            notes.add(
                    "TLS is off, since there is no certificate: --tls-cert and --tls-key take one,"
                            + " for clients in networks that let nothing else through.");
        }
        notes.addAll(Notes.ofRelay(relay.plan()));
        return notes;
    }

    /** What a browser is given to use this relay, with credentials that last for a while. */
    public IceServers iceServers(Duration ttl, String user) {
        return IceServers.of(
                new IceServers.Reach(
                        relay.clientAddresses(),
                        certificates == null ? null : certificates.current(),
                        null,
                        relay.stunPort(),
                        Math.max(0, relay.port(Endpoint.Kind.TURNS))),
                authSecret(),
                ttl,
                user);
    }

    private String authSecret() {
        try {
            return relay.authSecrets(operated().configuration()).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("It could be read when the relay was started.", e);
        }
    }

    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
        relay.close();
    }
}
