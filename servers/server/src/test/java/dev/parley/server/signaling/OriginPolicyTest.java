package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {
    private final OriginPolicy own = new OriginPolicy(List.of());

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080",
        "https://calls.example, calls.example",
        "https://calls.example, calls.example:443",
        "http://calls.example:80, calls.example",
        "HTTPS://Calls.Example, calls.EXAMPLE",
        "https://[2001:db8::1]:8443, [2001:db8::1]:8443",
        "https://192.0.2.1:8443, 192.0.2.1:8443"
    })
    void allowsTheServersOwnPages(String origin, String host) {
        assertThat(own.allows(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, calls.example",
        "https://calls.example.evil.example, calls.example",
        "https://calls.example:8443, calls.example",
        "http://localhost:3000, localhost:8080",
        "https://calls.example, calls.example:80",
        "null, calls.example",
        "file://, calls.example",
        "https://calls.example@evil.example, calls.example",
        "https://user@calls.example, calls.example",
        "https://evil.example/calls.example, calls.example",
        "https://, calls.example",
        "'', ''",
        "'not an origin', 'not a host'"
    })
    void refusesOtherPages(String origin, String host) {
        assertThat(own.allows(origin, host)).isFalse();
    }

    @Test
    void doesNotStopProgramsThatAreNoBrowsers() {
        assertThat(own.allows(null, "calls.example")).isTrue();
    }

    @Test
    void allowsWhatItIsTold() {
        OriginPolicy listed = new OriginPolicy(List.of("https://Pages.example"));
        assertThat(listed.allows("https://pages.example", "calls.example")).isTrue();
        assertThat(listed.allows("https://calls.example", "calls.example")).isTrue();
        assertThat(listed.allows("http://pages.example", "calls.example")).isFalse();
        assertThat(new OriginPolicy(List.of("*")).allows("null", "calls.example")).isTrue();
    }
}
