package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.tcp.Talker;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final TransportAddress BEN = TransportAddress.parse("198.51.100.2:7000");

    /** Ana asks with a random number, and again 5 ms after each answer, which ben makes of it. */
    private static void runAna(Host ana, int step) {
        byte[] question = new byte[8];
        ana.internet().random("ana").nextBytes(question, 0, 8);
        ana.open(
                        5000,
                        (now, socket, packet) -> {
                            byte[] next = packet.payload.clone();
                            next[0] += (byte) step;
                            if (now < 100_000_000) {
                                ana.internet().after(5_000_000, () -> socket.send(BEN, next));
                            }
                        })
                .send(BEN, question);
    }

    private static String recorded() {
        Topology topology = new Topology("two", List.of(SampleRun.ANA, SampleRun.BEN), List.of());
        Internet internet = Internet.of(topology, 5);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLinesTrace trace = new JsonLinesTrace(out)) {
            internet.observe(trace);
            Host ben = internet.host("ben");
            ben.open(
                    7000,
                    (now, socket, packet) -> {
                        byte[] answer = packet.payload.clone();
                        answer[1]++;
                        socket.send(packet.source(), answer);
                    });
            runAna(internet.host("ana"), 1);
            internet.run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Replay replay() throws IOException {
        Recording recording =
                Recording.read("ana", new BufferedReader(new StringReader(recorded())));
        assertThat(recording.delivered()).hasSizeGreaterThan(3);
        return Replay.of(SampleRun.ANA, recording, 5);
    }

    @Test
    void aProgramDoesTheSameAgainWithoutTheOthers() throws IOException {
        Replay replay = replay();
        runAna(replay.host(), 1);
        replay.run();
        assertThat(replay.difference()).isNull();
        assertThat(replay.recording().sent()).hasSizeGreaterThan(3);
    }

    @Test
    void aConnectionIsReplayedToo() {
        LinkDirection lossy = LinkDirection.delay(7_000_000).withLoss(new Loss.Random(0.03));
        Machine poor =
                new Machine("ana", SampleRun.ANA.addresses(), LinkBehaviour.symmetric(lossy));
        Internet internet =
                Internet.of(new Topology("two", List.of(poor, SampleRun.BEN), List.of()), 5);
        Recording recording = new Recording("ana");
        internet.observe(recording);
        byte[] much = new byte[100_000];
        internet.host("ben").tcp().listen(7000, (_, _) -> new Talker(much, true));
        internet.host("ana").tcp().connect(BEN, new Talker(much, true));
        internet.run();
        Replay replay = Replay.of(poor, recording, 5);
        Talker again = new Talker(much, true);
        replay.host().tcp().connect(BEN, again);
        replay.run();
        assertThat(replay.difference()).isNull();
        assertThat(again.heard.size()).isEqualTo(100_000);
    }

    @Test
    void aChangedProgramIsFoundAtItsFirstDifferentPacket() throws IOException {
        Replay replay = replay();
        runAna(replay.host(), 2);
        replay.run();
        assertThat(replay.difference()).startsWith("packet 2 was at 17000000 ");
    }

    @Test
    void aProgramThatIsNotThereIsMissed() throws IOException {
        Replay replay = replay();
        replay.run();
        assertThat(replay.difference()).startsWith("packet 1 was at 0 ");
    }

    @Test
    void aLineOfSomethingElseIsNamed() {
        String lines = recorded().lines().limit(2).reduce("", (a, b) -> a + b + "\n") + "hello\n";
        assertThatThrownBy(() -> Recording.read("ana", new BufferedReader(new StringReader(lines))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 3 is none of a trace");
    }
}
