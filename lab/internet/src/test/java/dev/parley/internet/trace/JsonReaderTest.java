package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void readsWhatItShould() {
        assertThat(
                        JsonReader.object(
                                " { \"a\" : -5 ,\"b\":{}, \"c\":{\"d\":true},\"e\":\"\\u0041\\n\\/\"} "))
                .isEqualTo(Map.of("a", -5L, "b", Map.of(), "c", Map.of("d", true), "e", "A\n/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1.5}",
                "{\"a\":null}",
                "{}{}",
                "{\"a\":1,}",
                "{\"a\":\"x}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":-}",
                "{\"a\":99999999999999999999}",
                "{\"a\":\"\\u00"
            })
    void refusesWhatATraceNeverHas(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.object(text));
    }

    @Test
    void depthHasAnEnd() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.object(deep));
    }
}
