package dev.parley.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSourceTest {
    @TempDir private Path folder;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final List<String> NAMES = List.of("localhost", "box", "box.local");
    private static final List<IpAddress> ADDRESSES =
            List.of(
                    IpAddress.parse("127.0.0.1"),
                    IpAddress.parse("192.0.2.7"),
                    IpAddress.parse("::1"),
                    IpAddress.parse("2001:db8::7"));

    @Test
    void makesACertificateForAllNamesAndAddresses() throws Exception {
        ServerCertificate made = find(now);
        X509Certificate certificate = made.certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(certificate.getBasicConstraints()).as("not an authority").isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, false, false, false);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getNotBefore().toInstant()).isBefore(now);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(SelfSigned.LIFETIME));
        assertThat(made.dnsNames()).isEqualTo(NAMES);
        assertThat(made.ipAddresses())
                .containsExactly(
                        "127.0.0.1", "192.0.2.7", "0:0:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:7");
        assertThat(made.selfSigned()).isTrue();
        assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(made.toString()).doesNotContain("Private");
    }

    @Test
    void keepsTheKeyForItsOwnerAlone() throws Exception {
        find(now);
        Path key = folder.resolve("tls-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> find(now)).hasMessageContaining("can be read by others");
    }

    @Test
    void keepsTheCertificateAcrossStarts() throws Exception {
        ServerCertificate first = find(now);
        assertThat(find(now.plus(Duration.ofDays(300))).fingerprint())
                .isEqualTo(first.fingerprint());
    }

    @Test
    void renewsItBeforeItEnds() throws Exception {
        ServerCertificate first = find(now);
        assertThat(find(now.plus(Duration.ofDays(380))).fingerprint())
                .isNotEqualTo(first.fingerprint());
    }

    @Test
    void renewsItForANewAddressButNotForALostOne() throws Exception {
        ServerCertificate first = find(now);
        assertThat(find(now, NAMES, ADDRESSES.subList(0, 2)).fingerprint())
                .isEqualTo(first.fingerprint());
        ServerCertificate moved = find(now, NAMES, List.of(IpAddress.parse("192.0.2.8")));
        assertThat(moved.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(moved.ipAddresses()).contains("192.0.2.8");
    }

    @Test
    void mendsADamagedCertificate() throws Exception {
        find(now);
        Files.writeString(folder.resolve("tls-cert.pem"), "damaged");
        assertThat(find(now).dnsNames()).isEqualTo(NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void standsInAHandshakeThatChecksTheName(String version) throws Exception {
        ServerCertificate made = find(now);
        assertThat(handshake(made, made.certificate(), "localhost", version)).isEqualTo(version);
        assertThatThrownBy(() -> handshake(made, made.certificate(), "elsewhere.example", version))
                .isInstanceOf(IOException.class);
    }

    @Test
    void takesTheFilesGiven() throws Exception {
        find(now);
        Path chain = folder.resolve("tls-cert.pem");
        Path key = folder.resolve("tls-key.pem");
        ServerCertificate given = given(chain, key);
        assertThat(given.dnsNames()).isEqualTo(NAMES);
    }

    @Test
    void namesWhatIsWrongWithTheFilesGiven() throws Exception {
        find(now);
        Path chain = folder.resolve("tls-cert.pem");
        Path key = folder.resolve("tls-key.pem");
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no PEM");
        Path other = Files.writeString(folder.resolve("other.pem"), otherKey());
        assertThatThrownBy(() -> given(none, key))
                .hasMessage("--tls-cert: there is no file " + none);
        assertThatThrownBy(() -> given(chain, none))
                .hasMessage("--tls-key: there is no file " + none);
        assertThatThrownBy(() -> given(text, key))
                .hasMessage("--tls-cert: " + text + " holds no certificate in PEM form");
        assertThatThrownBy(() -> given(chain, chain))
                .hasMessage("--tls-key: " + chain + " holds no private key in PEM form");
        assertThatThrownBy(() -> given(chain, other))
                .hasMessage(
                        "--tls-key: "
                                + other
                                + " is not the key of the first certificate in "
                                + chain);
    }

    private String otherKey() throws Exception {
        ServerCertificate other = SelfSigned.make(NAMES, ADDRESSES, now);
        return PemFiles.text("PRIVATE KEY", other.key().getEncoded());
    }

    private ServerCertificate find(Instant now) throws Exception {
        return find(Map.of(), now, NAMES, ADDRESSES);
    }

    private ServerCertificate find(Instant now, List<String> names, List<IpAddress> addresses)
            throws Exception {
        return find(Map.of(), now, names, addresses);
    }

    private ServerCertificate given(Path chain, Path key) throws Exception {
        return find(
                Map.of("tls-cert", List.of(chain.toString()), "tls-key", List.of(key.toString())),
                now,
                NAMES,
                ADDRESSES);
    }

    private ServerCertificate find(
            Map<String, List<String>> flags,
            Instant now,
            List<String> names,
            List<IpAddress> addresses)
            throws Exception {
        Map<String, List<String>> all = new HashMap<>(flags);
        all.put("data-dir", List.of(folder.toString()));
        Configuration configuration = Configuration.of(all, Map.of());
        return CertificateSource.find(
                configuration, DataDirectory.open(configuration, Map.of()), names, addresses, now);
    }

    /** One TLS connection over loopback; returns the version agreed on. */
    private static String handshake(
            ServerCertificate own, X509Certificate trusted, String name, String version)
            throws Exception {
        SSLContext server = SSLContext.getInstance("TLS");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        PrivateKey key = own.key();
        keys.setKeyEntry("own", key, new char[0], own.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        server.init(keyManagers.getKeyManagers(), null, null);

        SSLContext client = SSLContext.getInstance("TLS");
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("own", trusted);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(anchors);
        client.init(null, trustManagers.getTrustManagers(), null);

        try (SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> {
                        try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                            accepted.getOutputStream().write(1);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            try (SSLSocket socket =
                    (SSLSocket)
                            client.getSocketFactory()
                                    .createSocket(plain, name, plain.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setProtocols(new String[] {version});
                socket.setSSLParameters(parameters);
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                assertThat(Arrays.asList(socket.getSession().getPeerCertificates()))
                        .isEqualTo(own.chain());
                served.join();
                return socket.getSession().getProtocol();
            }
        }
    }
}
