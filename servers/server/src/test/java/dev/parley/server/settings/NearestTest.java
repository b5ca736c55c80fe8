package dev.parley.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("http-port", "https-port", "listen", "qr");

    @Test
    void findsWhatWasMeant() {
        assertThat(Nearest.to("htpp-port", KNOWN)).contains("http-port");
        assertThat(Nearest.to("https-prot", KNOWN)).contains("https-port");
        assertThat(Nearest.to("lisen", KNOWN)).contains("listen");
        assertThat(Nearest.to("http_port", KNOWN)).contains("http-port");
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(Nearest.to("banana", KNOWN)).isEmpty();
        assertThat(Nearest.to("external-address", KNOWN)).isEmpty();
    }

    @Test
    void countsEdits() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
        assertThat(Nearest.distance("abc", "acb")).isEqualTo(1); // swapped
        assertThat(Nearest.distance("abc", "abd")).isEqualTo(1); // replaced
        assertThat(Nearest.distance("abc", "ab")).isEqualTo(1); // deleted
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }
}
