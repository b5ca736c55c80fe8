package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.netty.HeaderFields;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {
    private static final TransportAddress ANY = TransportAddress.parse("192.0.2.7:80");

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, true",
        "127.0.0.1, true",
        "[::1]:8080, true",
        "x.localhost, true",
        "192.168.1.7:8080, false",
        "127.0.0.1.example.org, false",
        "localhost.example.org, false",
        "'', false",
    })
    void isolatesWhereBrowsersHeedIt(String host, boolean isolated) {
        HeaderFields fields = fields(false, host, false);
        assertThat(fields.first("Cross-Origin-Opener-Policy") != null).isEqualTo(isolated);
        assertThat(fields.first("Cross-Origin-Embedder-Policy") != null).isEqualTo(isolated);
    }

    @Test
    void isolatesOverTls() {
        assertThat(fields(true, "192.168.1.7", false).first("Cross-Origin-Opener-Policy"))
                .isEqualTo("same-origin");
    }

    @Test
    void insistsOnTlsOnlyWithARealCertificateAndOverTls() {
        assertThat(fields(true, "call.example.org", true).first("Strict-Transport-Security"))
                .startsWith("max-age=");
        assertThat(fields(true, "localhost:443", true).first("Strict-Transport-Security")).isNull();
        assertThat(fields(false, "call.example.org", true).first("Strict-Transport-Security"))
                .isNull();
        assertThat(fields(true, "call.example.org", false).first("Strict-Transport-Security"))
                .isNull();
    }

    @Test
    void healthTellsDrainingFromServing() {
        HttpRequest request = request(false, "localhost");
        assertThat(new HealthRoute(() -> Health.STARTING).get(request).status()).isEqualTo(503);
        assertThat(new HealthRoute(() -> Health.OK).get(request).status()).isEqualTo(200);
        assertThat(new HealthRoute(() -> Health.DRAINING).get(request).status()).isEqualTo(503);
    }

    private static HeaderFields fields(boolean secure, String host, boolean strict) {
        return new SecurityHeaders(strict)
                .addTo(HttpResponse.empty(204), request(secure, host))
                .headers();
    }

    private static HttpRequest request(boolean secure, String host) {
        return new HttpRequest(
                "GET", "/", "", HeaderFields.EMPTY, host, ANY, ANY, secure, new byte[0]);
    }
}
