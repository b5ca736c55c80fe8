package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for 127.0.0.1, made by the JDK's keytool. */
record TestCertificate(PrivateKey key, X509Certificate certificate) {
    private static final String PASSWORD = "not-a-secret";
    private static final Map<String, TestCertificate> MADE = new HashMap<>();

    /** The certificate of this name; made once, since keytool takes seconds on a busy machine. */
    static synchronized TestCertificate of(String commonName, String algorithm) throws Exception {
        TestCertificate known = MADE.get(commonName);
        if (known == null) {
            Path directory = Files.createTempDirectory("certificates");
            try {
                known = make(directory, commonName, algorithm);
            } finally {
                Files.deleteIfExists(directory.resolve("keytool.log"));
                Files.deleteIfExists(directory.resolve(commonName + ".p12"));
                Files.delete(directory);
            }
            MADE.put(commonName, known);
        }
        return known;
    }

    private static TestCertificate make(Path directory, String commonName, String algorithm)
            throws Exception {
        Path store = directory.resolve(commonName + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-dname",
                                "CN=" + commonName,
                                "-ext",
                                "SAN=IP:127.0.0.1",
                                "-keyalg",
                                algorithm,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(
                (PrivateKey) keys.getKey("test", PASSWORD.toCharArray()),
                (X509Certificate) keys.getCertificate("test"));
    }

    List<X509Certificate> chain() {
        return List.of(certificate);
    }

    /** For clients that trust this certificate and no other. */
    SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
