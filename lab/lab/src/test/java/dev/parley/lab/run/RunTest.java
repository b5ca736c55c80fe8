package dev.parley.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.lab.ScenarioJson;
import dev.parley.lab.scenario.Scenarios;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunTest {

    private static byte[] json(String scenario, long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunJson.write(
                Run.of(Scenarios.named(scenario).orElseThrow(), seed, RunLimits.DEFAULT), out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.lab.scenario.Scenarios#names")
    void theSameSeedGivesTheSameBytes(String scenario) {
        assertThat(json(scenario, 11)).isEqualTo(json(scenario, 11));
    }

    @ParameterizedTest
    @MethodSource("dev.parley.lab.scenario.Scenarios#names")
    void aDocumentIsWholeInItself(String scenario) {
        JsonNode run = JsonMapper.shared().readTree(json(scenario, 7));
        assertThat(run.path("format").stringValue()).isEqualTo("parley-lab/1");
        Set<String> nodes = new HashSet<>();
        run.path("nodes").forEach(node -> nodes.add(node.path("name").stringValue()));
        Set<Long> packets = new HashSet<>();
        run.path("packets").forEach(packet -> packets.add(packet.path("id").longValue()));
        long before = 0;
        for (JsonNode event : run.path("events")) {
            assertThat(nodes).contains(event.path("node").stringValue());
            assertThat(event.path("at").longValue()).isGreaterThanOrEqualTo(before);
            before = event.path("at").longValue();
            JsonNode packet = event.path("packet");
            if (!packet.isMissingNode()) {
                assertThat(packets).contains(packet.longValue());
            }
        }
        assertThat(before).isLessThanOrEqualTo(run.path("endsAt").longValue());
    }

    @Test
    void packetsAreToldInWords() {
        String run = new String(json("only-turn", 7), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(run)
                .contains(
                        "\"STUN Binding request\"",
                        "\"TURN Allocate refused: 401 Unauthenticated\"",
                        "\"TURN Data indication\"",
                        "\"XOR-MAPPED-ADDRESS 18.18.18.18:");
    }

    @Test
    void aRunStopsAtItsNumberOfEvents() {
        Run run =
                Run.of(
                        Scenarios.named("two-homes").orElseThrow(),
                        7,
                        new RunLimits(20, Duration.ofSeconds(10)));
        assertThat(run.events()).hasSize(20);
        assertThat(run.ending().reason()).isEqualTo(Ending.Reason.EVENTS);
        assertThat(run.endsAt()).isEqualTo(run.events().getLast().at());
    }

    @Test
    void whatIsUsualForAPlainTopologyCanBeRun() {
        Scenarios.named("carrier")
                .ifPresent(scenario -> {
                    String document = ScenarioJson.usual(scenario.topology());
                    Run run = Run.of(ScenarioJson.read(document), 7, RunLimits.DEFAULT);
                    assertThat(run.events()).isNotEmpty();
                    assertThat(run.ending()).isEqualTo(Ending.QUIET);
                });
    }
}
