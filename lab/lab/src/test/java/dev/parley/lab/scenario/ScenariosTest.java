package dev.parley.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.DropReason;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.NetworkEvent.Dropped;
import dev.parley.internet.NetworkEvent.Noted;
import dev.parley.internet.NetworkEvent.Rewritten;
import dev.parley.internet.trace.PcapngTrace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {

    private static List<NetworkEvent> play(String name) {
        Stage stage = Scenarios.named(name).orElseThrow().stage(7);
        List<NetworkEvent> events = new ArrayList<>();
        stage.internet().observe(events::add);
        stage.play();
        return events;
    }

    private static List<String> words(List<NetworkEvent> events) {
        return events.stream()
                .filter(Noted.class::isInstance)
                .map(event -> event.node() + ": " + ((Noted) event).words())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.lab.scenario.Scenarios#names")
    void everyScenarioHasTheSameBytesTwice(String name) {
        byte[] once = pcapng(name, 7);
        assertThat(once).hasSizeGreaterThan(1_000).isEqualTo(pcapng(name, 7));
    }

    private static byte[] pcapng(String name, long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stage stage = Scenarios.named(name).orElseThrow().stage(seed);
        try (PcapngTrace trace = PcapngTrace.everywhere(bytes)) {
            stage.internet().observe(trace);
            stage.play();
        }
        return bytes.toByteArray();
    }

    @Test
    void anotherSeedGivesOtherBytes() {
        assertThat(pcapng("two-homes", 1)).isNotEqualTo(pcapng("two-homes", 2));
    }

    @Test
    void everyoneGetsTheirPageThroughOneAddress() {
        assertThat(words(play("five-behind-one")))
                .filteredOn(words -> words.contains("answers: 200 OK"))
                .hasSize(6);
    }

    @Test
    void twoHomesPunchBothHoles() {
        List<NetworkEvent> events = play("two-homes");
        assertThat(words(events))
                .contains("ana: ben says: Hello ana", "ben: ana says: Hello ben")
                .anyMatch(words -> words.startsWith("ana: The way to ben is open: 51.51.51.51:"))
                .anyMatch(words -> words.startsWith("ben: The way to ana is open: 18.18.18.18:"));
        assertThat(events)
                .as("the first packet of one side meets a closed door")
                .anyMatch(event ->
                        event instanceof Dropped dropped && dropped.node().startsWith("home-"));
    }

    @Test
    void theServerSeesTheRouter() {
        List<NetworkEvent> events = play("ask-stun");
        assertThat(words(events)).contains("ana: The server sees me as 18.18.18.18:50000");
        assertThat(events).filteredOn(Rewritten.class::isInstance).hasSize(2);
    }

    @Test
    void onlyWhomAnaAskedMayAnswer() {
        List<NetworkEvent> events = play("stranger");
        assertThat(words(events))
                .contains(
                        "ana: 203.0.113.10:40000 answers: pong 1",
                        "server: 18.18.18.18:50000 answers: pong 3",
                        "stranger: No answer from 18.18.18.18:50000")
                .doesNotContain("server: 18.18.18.18:50000 answers: pong 1");
        assertThat(events)
                .filteredOn(Dropped.class::isInstance)
                .extracting(event -> ((Dropped) event).reason())
                .containsExactly(
                        DropReason.NO_MAPPING,
                        DropReason.NO_MAPPING,
                        DropReason.FILTERED_BY_PORT,
                        DropReason.FILTERED_BY_PORT);
    }

    @Test
    void onlyTurnHelpsTwoStrictRouters() {
        assertThat(words(play("only-turn")))
                .contains("ana: No address of ben answers: a relay is needed")
                .anyMatch(words -> words.startsWith("ana: ben says, from 51.51.51.51:"))
                .contains("ben: From the relay: Hello ben");
    }

    @Test
    void fivePeopleShareOneAddress() {
        List<NetworkEvent> events = play("five-behind-one");
        assertThat(events)
                .filteredOn(Rewritten.class::isInstance)
                .extracting(event -> ((Rewritten) event).after().source().ip().toString())
                .contains("18.18.18.18");
    }

    @Test
    void whatIsSilentIsForgotten() {
        assertThat(words(play("forgotten")))
                .containsOnlyOnce("server: 18.18.18.18:50000 answers: pong 1")
                .contains("server: No answer from 18.18.18.18:50000");
    }
}
