package dev.parley.server.tls;

import dev.parley.core.IpAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the certificate of a start: the one given, the one kept, or a new one. */
public final class CertificateSource {
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);
    private static final String KEY_FILE = "tls-key.pem";
    private static final String CERTIFICATE_FILE = "tls-cert.pem";

    private CertificateSource() {}

    /**
     * The certificate to show.
     *
     * @param names host names of this machine, for a certificate of our own
     * @param addresses addresses of this machine; a kept certificate that lacks one is replaced
     * @throws IOException when the given files cannot be used; the message names the option
     */
    public static ServerCertificate find(
            Configuration configuration,
            DataDirectory data,
            Collection<String> names,
            Collection<IpAddress> addresses,
            Instant now)
            throws IOException {
        Optional<Path> chain = configuration.find(Settings.TLS_CERT);
        Optional<Path> key = configuration.find(Settings.TLS_KEY);
        if (chain.isPresent() && key.isPresent()) {
            return PemFiles.read(chain.get(), key.get());
        }
        Optional<ServerCertificate> kept = kept(data, names, addresses, now);
        return kept.isPresent() ? kept.get() : fresh(data, names, addresses, now);
    }

    private static Optional<ServerCertificate> kept(
            DataDirectory data,
            Collection<String> names,
            Collection<IpAddress> addresses,
            Instant now)
            throws IOException {
        Path key = data.file(KEY_FILE);
        Path chain = data.file(CERTIFICATE_FILE);
        if (!Files.exists(key) || !Files.exists(chain)) {
            return Optional.empty();
        }
        data.refuseReadableByOthers(key);
        ServerCertificate kept;
        try {
            kept = PemFiles.read(chain, key);
        } catch (IOException e) {
            return Optional.empty(); // half replaced or damaged: a new pair mends it
        }
        Instant end = kept.certificate().getNotAfter().toInstant();
        Set<String> wanted = new HashSet<>(names);
        addresses.forEach(address -> wanted.add(address.toInetAddress().getHostAddress()));
        Set<String> has = new HashSet<>(kept.dnsNames());
        has.addAll(kept.ipAddresses());
        boolean good = end.minus(RENEW_BEFORE_END).isAfter(now) && has.containsAll(wanted);
        return good
                ? Optional.of(new ServerCertificate(kept.key(), kept.chain(), true))
                : Optional.empty();
    }

    private static ServerCertificate fresh(
            DataDirectory data,
            Collection<String> names,
            Collection<IpAddress> addresses,
            Instant now)
            throws IOException {
        try {
            ServerCertificate made = SelfSigned.make(names, addresses, now);
            data.replace(
                    data.file(KEY_FILE), PemFiles.text("PRIVATE KEY", made.key().getEncoded()));
            data.replace(
                    data.file(CERTIFICATE_FILE),
                    PemFiles.text("CERTIFICATE", made.certificate().getEncoded()));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
