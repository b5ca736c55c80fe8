package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.TransactionId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, the core throws nothing and gives nothing to strangers. */
class MutatedMessagesTest {
    private static final int ROUNDS = 30_000;

    /** The first seed; a long run takes a fresh one, a repetition the same. */
    private static final long FIRST_SEED = Long.getLong("parley.seed", 1);

    private static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:7000");

    @Test
    void damagedDatagramsDoNoHarm() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 3; seed++) {
            run(seed, false);
        }
    }

    @Test
    void damagedStreamsDoNoHarm() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 3; seed++) {
            run(seed, true);
        }
    }

    private static void run(long seed, boolean stream) {
        RandomSource random = RandomSource.seeded(seed);
        FakeDriver driver = new FakeDriver(TestServers.both().build(), seed, RelayPlane.NONE);
        TestClient known = new TestClient(driver, "198.51.100.7:40000", false).allocate();
        known.bind(0x4000, PEER.toString());
        TestClient stranger = new TestClient(driver, "198.51.100.8:40000", stream);
        stranger.nonce = bytes("AAAAAAAAAAAAAAAA");
        List<byte[]> corpus =
                List.of(
                        known.sealed(StunMethod.REFRESH, writer -> writer),
                        known.sealed(StunMethod.CREATE_PERMISSION, Message.peers(PEER, PEER)),
                        known.sealed(
                                StunMethod.CHANNEL_BIND,
                                writer ->
                                        Message.peers(PEER)
                                                .apply(
                                                        writer.u16(
                                                                StunAttributeType.CHANNEL_NUMBER,
                                                                0x4001))),
                        stranger.sealed(
                                StunMethod.ALLOCATE,
                                writer -> Message.requestedTransport(writer).evenPort(true)),
                        Message.of(
                                StunClass.INDICATION,
                                StunMethod.SEND,
                                new TransactionId(1, 2),
                                writer ->
                                        Message.peers(PEER)
                                                .apply(writer)
                                                .bytes(StunAttributeType.DATA, bytes("data"))),
                        Message.request(random, StunMethod.BINDING, writer -> writer.fingerprint()),
                        Message.channelData(0x4000, bytes("data")));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = damage(random, corpus.get(random.nextInt(corpus.size())));
            String when = "seed " + seed + ", round " + round;
            assertThatCode(
                            () -> {
                                known.send(message);
                                stranger.send(message);
                                driver.fromPeer(PEER, known.relayed, message);
                            })
                    .as(when)
                    .doesNotThrowAnyException();
            driver.sent.clear();
        }
        assertThat(driver.server.allocations()).as("seed %d", seed).isEqualTo(1);
        assertThat(Message.code(known.refresh(600))).as("seed %d", seed).isZero();
    }

    private static byte[] damage(RandomSource random, byte[] original) {
        byte[] message = original.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            if (message.length == 0) {
                break;
            }
            int at = random.nextInt(message.length);
            switch (random.nextInt(5)) {
                case 0 -> message[at] = (byte) random.nextLong();
                case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> message = Arrays.copyOf(message, at);
                case 3 -> message = Arrays.copyOf(message, message.length + random.nextInt(9));
                default -> message[Math.min(3, message.length - 1)] = (byte) random.nextLong();
            }
        }
        return message;
    }
}
