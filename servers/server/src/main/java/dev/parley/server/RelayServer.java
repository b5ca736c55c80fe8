package dev.parley.server;

import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TlsContext;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.PemFiles;
import dev.parley.server.tls.ServerCertificate;
import dev.parley.turn.RequestWatch;
import java.io.IOException;
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
public final class RelayServer implements AutoCloseable {
    private final RelayPart relay;
    private final @Nullable ServerCertificate certificate;

    private RelayServer(RelayPart relay, @Nullable ServerCertificate certificate) {
        this.relay = relay;
        this.certificate = certificate;
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
        Optional<Path> chain = configuration.find(Settings.TLS_CERT);
        Optional<Path> key = configuration.find(Settings.TLS_KEY);
        ServerCertificate certificate =
                chain.isPresent() && key.isPresent() ? PemFiles.read(chain.get(), key.get()) : null;
        RelayServer server = new RelayServer(relay, certificate);
        try {
            server.open();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open() throws IOException {
        List<Door> doors = new ArrayList<>();
        ServerCertificate shown = certificate;
        if (shown != null) {
            relay.door(
                            Endpoint.Kind.TURNS,
                            Settings.TURNS_PORT,
                            () -> stream().withTls(TlsContext.of(shown.key(), shown.chain())))
                    .ifPresent(doors::add);
        }
        relay.open(doors, this::stream, RequestWatch.NOBODY, event -> {});
    }

    private ListenerOptions stream() {
        return ListenerOptions.stream(relay.streams())
                .withProxies(relay.proxies())
                .with(relay.limits());
    }

    /** Every socket that is listened on. */
    public List<Endpoint> endpoints() {
        return relay.endpoints();
    }

    /** The port of the first listener of a kind, or -1. */
    public int port(Endpoint.Kind kind) {
        return relay.port(kind);
    }

    /** What the relay is: its addresses and ports. */
    public RelayPlan relay() {
        return relay.plan();
    }

    public DataDirectory data() {
        return relay.data();
    }

    /** What whoever runs the relay should know; one sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (certificate == null) {
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
                        relay.plan(),
                        certificate,
                        null,
                        relay.stunPort(),
                        Math.max(0, relay.port(Endpoint.Kind.TURNS))),
                relay.authSecrets().getFirst(),
                ttl,
                user);
    }

    /**
     * Ends gently: {@code /health} answers 503, no new relay is lent, and those in use may go on
     * for {@code drain-seconds}. Then closes.
     */
    public void drain() throws InterruptedException {
        relay.drain();
        close();
    }

    @Override
    public void close() {
        relay.close();
    }
}
