package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/index.html, /index.html",
        "/r/a%2Fb, /r/a/b",
        "/%41%7e, /A~",
        "/..., /...",
        "/.hidden/a..b, /.hidden/a..b",
        "/%C3%BC, /\u00FC",
        "//x, //x"
    })
    void decodesPaths(String path, String expected) {
        assertThat(RequestReader.decode(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/%",
                "/%4",
                "/%4g",
                "/%g4",
                "/%00",
                "/%1f",
                "/%7F",
                "/\u00FC",
                "/%C3",
                "/%ff%fe",
                "/.",
                "/..",
                "/a/../b",
                "/a/./b",
                "/%2e%2e/b",
                "/a/%2E",
                "/..%2Fb",
                "/%ed%a0%80"
            })
    void refusesPathsThatAreNot(String path) {
        assertThat(RequestReader.decode(path)).isNull();
    }

    @Test
    void givesNothingDangerousForAnything() {
        RandomSource random = RandomSource.seeded(42);
        String alphabet = "/.%2eEfFcC3a0\\~";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(12); n > 0; n--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String decoded = RequestReader.decode(path.toString());
            if (decoded != null) {
                assertThat(decoded.split("/", -1))
                        .as("seed 42, %s", path)
                        .doesNotContain(".", "..");
                assertThat(decoded.chars()).as("seed 42, %s", path).allMatch(c -> c >= 0x20);
            }
        }
    }
}
