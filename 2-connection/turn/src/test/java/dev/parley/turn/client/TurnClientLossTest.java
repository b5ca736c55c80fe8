package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.Lifetimes;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.BindFailed;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.PermissionFailed;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks that lose and double every kind of datagram. */
class TurnClientLossTest {
    /** The first seed; a long run takes a fresh one, a repetition the same. */
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1);

    private static final int SEEDS = 40;
    private static final List<TransportAddress> PEERS =
            List.of(
                    TransportAddress.parse("8.8.8.8:7000"),
                    TransportAddress.parse("8.8.8.8:7001"),
                    TransportAddress.parse("9.9.9.9:7000"));

    @Test
    void livesOnWithLossAndDuplication() {
        int lived = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            TwoCores cores =
                    new TwoCores(
                            Transport.UDP,
                            seed,
                            TwoCores.server()
                                    .lifetimes(new Lifetimes(600, 3600, 300, 600, 400, 30))
                                    .build(),
                            TurnClientConfigBuilder::build);
            try {
                lived += live(cores) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (-Dparley.seed=" + seed + ")", e);
            }
        }
        assertThat(lived).isGreaterThan(SEEDS * 3 / 4);
    }

    private static boolean live(TwoCores cores) {
        cores.lossPercent = cores.network.nextInt(26);
        cores.duplicatePercent = cores.network.nextInt(31);
        cores.client.allocate(cores.now, cores.clientPath);
        cores.run(100);
        if (cores.events(Allocated.class).isEmpty()) {
            // Half of the round trips fail, and each of two requests has seven.
            assertThat(cores.lossPercent).as("what was in the way").isGreaterThan(5);
            return false;
        }
        // Bound, permitted and forgotten at random, for an hour.
        for (int step = 0; step < 360; step++) {
            TransportAddress peer = PEERS.get(cores.network.nextInt(PEERS.size()));
            switch (cores.network.nextInt(20)) {
                case 0 -> cores.client.permit(cores.now, peer.ip());
                case 1 -> cores.client.bind(cores.now, peer);
                case 2 -> cores.client.forget(cores.now, peer.ip());
                case 3 -> cores.client.refresh(cores.now);
                case 4, 5, 6, 7 -> cores.fromPeer(peer, "in " + step);
                default -> {
                    boolean sent = cores.send(peer, "out " + step);
                    assertThat(sent && cores.events(Permitted.class).isEmpty()).isFalse();
                }
            }
            cores.run(10);
            assertThat(cores.events(Ended.class)).isEmpty();
        }
        assertThat(cores.textsAtPeers()).allMatch(text -> text.startsWith("out "));
        assertThat(cores.textsAtClient()).allMatch(text -> text.startsWith("in "));

        cores.lossPercent = 0;
        cores.duplicatePercent = 0;
        cores.run(60);
        for (TransportAddress peer : PEERS) {
            cores.client.forget(cores.now, peer.ip());
        }
        cores.events.clear();
        PEERS.forEach(peer -> cores.client.bind(cores.now, peer));
        cores.settle();
        assertThat(cores.events(Permitted.class)).hasSize(2);
        assertThat(cores.events(Bound.class)).hasSize(3);
        assertThat(cores.events(PermissionFailed.class)).isEmpty();
        assertThat(cores.events(BindFailed.class)).isEmpty();
        for (TransportAddress peer : PEERS) {
            assertThat(cores.send(peer, "at last")).isTrue();
            cores.fromPeer(peer, "to you as well");
        }
        cores.settle();
        assertThat(cores.textsAtPeers()).endsWith("at last", "at last", "at last");
        assertThat(cores.textsAtClient()).endsWith("to you as well", "to you as well");
        cores.client.close(cores.now);
        cores.settle();
        cores.run(1);
        assertThat(cores.event(Ended.class).reason()).isEqualTo(Ended.Reason.CLOSED);
        assertThat(cores.server.allocations()).isZero();
        return true;
    }

    @Test
    void theSameSeedSendsTheSameBytes() {
        assertThat(bytesOfARun(1)).isEqualTo(bytesOfARun(1)).isNotEqualTo(bytesOfARun(2));
    }

    private static List<List<Byte>> bytesOfARun(long seed) {
        TwoCores cores =
                new TwoCores(
                        Transport.UDP,
                        seed,
                        TwoCores.server().build(),
                        TurnClientConfigBuilder::build);
        cores.lossPercent = 20;
        cores.client.allocate(cores.now, cores.clientPath);
        PEERS.forEach(peer -> cores.client.bind(cores.now, peer));
        cores.run(1000);
        return cores.sentByClient.stream().map(TurnClientLossTest::boxed).toList();
    }

    private static List<Byte> boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
