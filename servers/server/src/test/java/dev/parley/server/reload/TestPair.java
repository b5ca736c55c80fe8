package dev.parley.server.reload;

import dev.parley.core.IpAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.CertificateSource;
import dev.parley.server.tls.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A certificate and its key in files, for loopback. */
record TestPair(Path cert, Path key, String fingerprint) {
    static TestPair make(Path folder) throws Exception {
        Configuration configuration =
                Configuration.of(Map.of("data-dir", List.of(folder.toString())), Map.of());
        ServerCertificate made =
                CertificateSource.find(
                        configuration,
                        DataDirectory.open(configuration, Map.of()),
                        List.of("localhost"),
                        List.of(IpAddress.parse("127.0.0.1")),
                        Instant.now());
        return new TestPair(
                folder.resolve("tls-cert.pem"), folder.resolve("tls-key.pem"), made.fingerprint());
    }

    /** Lets links lead to it, one after the other, as certbot does. */
    void linkFrom(Path cert, Path key) throws Exception {
        link(cert, this.cert);
        link(key, this.key);
    }

    static void link(Path link, Path target) throws Exception {
        Path draft = link.resolveSibling(link.getFileName() + ".new");
        Files.createSymbolicLink(draft, target);
        Files.move(
                draft,
                link,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
