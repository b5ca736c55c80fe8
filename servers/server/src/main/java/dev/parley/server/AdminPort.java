package dev.parley.server;

import dev.parley.core.TransportAddress;
import dev.parley.netty.ConnectionLimits;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TlsContext;
import dev.parley.server.admin.AdminClient;
import dev.parley.server.settings.AdminListener;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.state.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener of the admin API, and the file that says where it is. */
final class AdminPort implements AutoCloseable {

    /**
     * A person and a few programs, whatever other listeners carry; no fewer, so that half requests
     * do not push a whole one out before it is read.
     */
    private static final int MOST = 64;

    /** Where other machines reach it, one of them has a part of that only. */
    private static final int MOST_OF_ONE = 16;

    private final AdminListener listener;
    private final DataDirectory data;
    private final FrontDoor inside = new FrontDoor();
    private volatile @Nullable String url;

    AdminPort(Configuration configuration, DataDirectory data) {
        this.listener = configuration.get(Settings.ADMIN_LISTEN);
        this.data = data;
    }

    /** What TLS listeners show, asked for when one is opened. */
    @FunctionalInterface
    interface Tls {
        TlsContext get() throws IOException;
    }

    /** The listener to open; none when it is off. Who comes early is asked to come back. */
    Optional<Door> door(Tls tls) {
        TransportAddress at = listener.address();
        if (at == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Door(
                        Endpoint.Kind.ADMIN,
                        Settings.ADMIN_LISTEN,
                        List.of(at.ip()),
                        at.port(),
                        () -> {
                            ConnectionLimits limits =
                                    new ConnectionLimits(
                                            MOST,
                                            listener.isRemote() ? MOST_OF_ONE : MOST,
                                            ConnectionLimits.DEFAULT.greetingTimeout());
                            ListenerOptions plain = ListenerOptions.http(inside).with(limits);
                            return listener.isRemote() ? plain.withTls(tls.get()) : plain;
                        }));
    }

    /** Serves from now on, and says so in the file. */
    void serve(HttpHandler api, TransportAddress at) throws IOException {
        TransportAddress here =
                at.ip().isUnspecified()
                        ? TransportAddress.parse(
                                (at.ip().v6() ? "[::1]:" : "127.0.0.1:") + at.port())
                        : at;
        String reached = (listener.isRemote() ? "https://" : "http://") + here + "/admin";
        Path file = data.file(AdminClient.URL_FILE);
        tellOfAnother(file, reached);
        data.replace(file, reached + "\n");
        url = reached;
        inside.open(FrontDoor.Parts.http(api));
    }

    private static void tellOfAnother(Path file, String reached) {
        try {
            String before = Files.exists(file) ? Files.readString(file).strip() : reached;
            if (!before.equals(reached)) {
                Log.OUT.warn(
                        "{} is the admin API of another server with this data-dir, or of one that"
                                + " was killed: if it still runs, parley admin does not find it any"
                                + " more",
                        before);
            }
        } catch (IOException e) {
            Log.OUT.warn(
                    "{} is replaced; what it said cannot be read ({})", file, FileFailure.words(e));
        }
    }

    /** Takes the file away, unless another server has put its own there. */
    @Override
    public void close() {
        Path file = data.file(AdminClient.URL_FILE);
        try {
            if (url != null && Files.exists(file) && Files.readString(file).strip().equals(url)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            Log.OUT.warn("The file {} stays behind: {}", file, e.getMessage());
        }
    }

    /** Made with the first line: a relay answers before there is a log. */
    private static final class Log {
        static final Logger OUT = LoggerFactory.getLogger("parley.admin");
    }
}
