package dev.parley.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Endpoint;
import dev.parley.server.TestServer;
import dev.parley.server.relay.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CertificateReloadTest {
    @TempDir private Path folder;
    private Path cert = Path.of("");
    private Path key = Path.of("");
    private TestPair first = new TestPair(cert, key, "");
    private TestPair second = first;

    @BeforeEach
    void makePairs() throws Exception {
        first = TestPair.make(folder.resolve("1"));
        second = TestPair.make(folder.resolve("2"));
        cert = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
        first.linkFrom(cert, key);
    }

    @Test
    void newConnectionsAreShownTheNewOneAndOldOnesGoOn() throws Exception {
        try (TestServer server = server("0");
                TlsVisitor old = new TlsVisitor(port(server))) {
            assertThat(old.fingerprint()).isEqualTo(first.fingerprint());
            second.linkFrom(cert, key);
            assertThat(server.ask("POST", "/admin/reload").status()).isEqualTo(200);
            assertThat(shown(server)).isEqualTo(second.fingerprint());
            assertThat(old.health()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(server.get(Endpoint.Kind.METRICS, "/metrics"))
                    .contains("parley_tls_certificate_replacements_total 1.0")
                    .contains("parley_tls_certificate_expires_seconds");
        }
    }

    @Test
    void filesThatWereReplacedAreFoundWithoutAWord() throws Exception {
        try (TestServer server = server("1")) {
            second.linkFrom(cert, key);
            Await.until(() -> shown(server).equals(second.fingerprint()));
        }
    }

    @Test
    void aPairThatDoesNotMatchIsRefusedInWordsUntilItDoes() throws Exception {
        try (TestServer server = server("0")) {
            TestPair.link(cert, second.cert());
            TestServer.Answer refused = server.ask("POST", "/admin/reload");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().get("error").asString())
                    .contains("tls-key in ")
                    .doesNotContain("--tls-key")
                    .contains("is not the key of the first certificate");
            assertThat(shown(server)).isEqualTo(first.fingerprint());

            TestPair.link(key, second.key());
            assertThat(server.ask("POST", "/admin/reload").status()).isEqualTo(200);
            assertThat(shown(server)).isEqualTo(second.fingerprint());
        }
    }

    @Test
    void aBrokenFileIsCountedOnceAndTheOldPairStays() throws Exception {
        try (TestServer server = server("1")) {
            Files.delete(cert);
            Files.writeString(cert, "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n");
            Await.until(() ->
                    server.get(Endpoint.Kind.METRICS, "/metrics")
                            .contains("parley_tls_certificate_refusals_total 1.0"));
            assertThat(shown(server)).isEqualTo(first.fingerprint());
            second.linkFrom(cert, key);
            Await.until(() -> shown(server).equals(second.fingerprint()));
        }
    }

    @Test
    void otherFilesMayBeNamedAndThenTheOwnOneAgain() throws Exception {
        try (TestServer server = server("0")) {
            server.write(
                    "tls-cert = \"" + second.cert() + "\"", "tls-key = \"" + second.key() + "\"");
            TestServer.Answer done = server.ask("POST", "/admin/reload");
            assertThat(done.json().get("changed").toString())
                    .isEqualTo("[\"tls-cert\",\"tls-key\",\"tls-check-seconds\"]");
            assertThat(shown(server)).isEqualTo(second.fingerprint());
            server.write();
            server.ask("POST", "/admin/reload");
            assertThat(shown(server))
                    .isNotIn(first.fingerprint(), second.fingerprint())
                    .isEqualTo(server.server().certificate().fingerprint());
        }
    }

    private TestServer server(String seconds) throws Exception {
        return TestServer.start(
                folder,
                "tls-cert = \"" + cert + "\"",
                "tls-key = \"" + key + "\"",
                "tls-check-seconds = " + seconds);
    }

    private static int port(TestServer server) {
        return server.server().port(Endpoint.Kind.HTTPS);
    }

    private static String shown(TestServer server) throws Exception {
        try (TlsVisitor visitor = new TlsVisitor(port(server))) {
            return visitor.fingerprint();
        }
    }
}
