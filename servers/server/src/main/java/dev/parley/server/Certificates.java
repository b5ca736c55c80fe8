package dev.parley.server;

import dev.parley.netty.TlsContext;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.Part;
import dev.parley.server.settings.Configuration;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a server. What shows it is made when the first listener with TLS is opened,
 * since it takes a while. For one thread while the server is opened, then for any.
 */
final class Certificates implements AutoCloseable {
    private final Configuration configuration;
    private final CertificateKeeper.Source source;
    private final ServerCertificate first;
    private volatile @Nullable CertificateKeeper keeper;
    private @Nullable TlsContext tls;

    /**
     * Finds it.
     *
     * @throws IOException when it cannot be used; the message names the option
     */
    Certificates(Configuration configuration, CertificateKeeper.Source source) throws IOException {
        this.configuration = configuration;
        this.source =
                wanted -> {
                    try {
                        return source.find(wanted);
                    } catch (IOException e) {
                        throw wanted.named(e);
                    }
                };
        first = this.source.find(configuration);
    }

    /** The one that new connections are shown. */
    ServerCertificate current() {
        CertificateKeeper watching = keeper;
        return watching == null ? first : watching.current();
    }

    /** The same for every listener. */
    TlsContext tls() throws IOException {
        TlsContext made = tls;
        if (made == null) {
            made = TlsContext.of(first.key(), first.chain());
            tls = made;
            keeper = new CertificateKeeper(configuration, first, made, source);
        }
        return made;
    }

    /** Null while nothing speaks TLS. */
    @Nullable CertificateKeeper keeper() {
        return keeper;
    }

    /** Goes on by the files of another configuration. */
    Part.Step prepare(Configuration next) throws IOException {
        CertificateKeeper watching = keeper;
        return watching == null ? () -> {} : watching.prepare(next);
    }

    @Override
    public void close() {
        CertificateKeeper watching = keeper;
        if (watching != null) {
            watching.close();
        }
    }
}
