package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.internet.trace.JsonLinesTrace;
import dev.parley.internet.trace.Recording;
import dev.parley.internet.trace.Replay;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A core that lives through a recorded run again, without the rest of the internet. */
class ReplayTest {
    private static final long SEED = 9;
    private static final Topology HOMES = Topologies.named("two-symmetric").orElseThrow();
    private static final TransportAddress SERVER =
            TransportAddress.parse("203.0.113.10:" + TurnRelay.UDP_PORT);

    /** Allocates, stays for an hour with all its refreshes, and leaves. */
    private static void anHour(TurnUser ana) {
        ana.relayed();
        ana.permit(TransportAddress.parse("198.51.100.7:5000"), true);
        ana.pass(3600);
        ana.close();
    }

    private static String recorded() {
        Internet internet = Internet.of(HOMES, SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLinesTrace trace = new JsonLinesTrace(out)) {
            internet.observe(trace);
            TurnRelay.on(internet.host(Topologies.SERVER));
            anHour(TurnUser.overUdp(internet.host("ana"), SERVER));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Replay replay(long seed) throws IOException {
        Machine ana = HOMES.sites().getFirst().machines().getFirst();
        BufferedReader lines = new BufferedReader(new StringReader(recorded()));
        return Replay.of(ana, Recording.read("ana", lines), seed);
    }

    @Test
    void aTurnClientSendsTheSameBytesAtTheSameTimes() throws IOException {
        Replay replay = replay(SEED);
        anHour(TurnUser.overUdp(replay.host(), SERVER));
        assertThat(replay.difference()).isNull();
        assertThat(replay.recording().sent()).hasSizeGreaterThan(10);
    }

    @Test
    void withOtherRandomnessTheFirstRequestDiffersAlready() throws IOException {
        Replay replay = replay(SEED + 1);
        TurnUser.overUdp(replay.host(), SERVER);
        replay.run();
        assertThat(replay.difference()).startsWith("packet 1 was at 0 ");
    }
}
