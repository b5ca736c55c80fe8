package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.NetworkEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonLinesTraceTest {
    private final List<NetworkEvent> events = new ArrayList<>();
    private final List<String> lines = lines(events::add);

    private static List<String> lines(Consumer<NetworkEvent> besides) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLinesTrace trace = new JsonLinesTrace(out)) {
            new SampleRun(1, besides.andThen(trace));
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachEventIsALine() {
        assertThat(lines).hasSameSizeAs(events);
        for (int i = 0; i < lines.size(); i++) {
            var object = JsonReader.object(lines.get(i));
            assertThat(object.get("at")).isEqualTo(events.get(i).at());
            assertThat(object.get("node")).isEqualTo(events.get(i).node());
        }
    }

    @Test
    void packetsComeBackAsTheyWere() {
        for (int i = 0; i < lines.size(); i++) {
            if (events.get(i) instanceof NetworkEvent.Departed departed) {
                assertThat(PacketJson.read(JsonReader.object(lines.get(i)), "packet"))
                        .usingRecursiveComparison()
                        .isEqualTo(departed.packet());
            }
        }
    }

    @Test
    void linesLookAsDocumented() {
        assertThat(lines.getFirst())
                .isEqualTo(
                        "{\"at\":0,\"event\":\"sent\",\"node\":\"ana\",\"packet\":{\"id\":1,"
                                + "\"protocol\":\"udp\",\"source\":\"198.51.100.1:5000\","
                                + "\"destination\":\"198.51.100.2:7000\",\"size\":28,"
                                + "\"hopLimit\":64,\"payload\":\"\"}}");
        assertThat(lines.getLast())
                .endsWith(",\"words\":\"says \\\"bye\\\"\\u000a\\\\ü\\ud83d\\ude00\"}");
    }

    @Test
    void theSameSeedGivesTheSameLines() {
        assertThat(lines(_ -> {})).isEqualTo(lines);
    }
}
