package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunMethod;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final TransportAddress PEER_ADDRESS = TransportAddress.parse(PEER);

    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().build());
    private final TestClient client = TestClient.tcp(driver, "198.51.100.7:40000");

    @Test
    void relaysForAClientOnAStream() {
        client.allocate();
        assertThat(driver.events(TurnEvent.AllocationCreated.class).getFirst().transport())
                .isEqualTo(Transport.TCP);
        client.bind(0x4000, PEER);
        client.send(new byte[] {0x40, 0, 0, 1, 'x', 0, 0, 0});
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("x"));
    }

    @Test
    void padsChannelDataToFourBytesWithZeros() {
        client.allocate();
        client.bind(0x4000, PEER);
        byte[] noise = new byte[100];
        Arrays.fill(noise, (byte) 0xFF);
        driver.fromPeer(PEER_ADDRESS, client.relayed, noise);
        driver.take(client.address);
        driver.fromPeer(PEER_ADDRESS, client.relayed, new byte[] {1, 2, 3, 4, 5});
        assertThat(driver.takeOne(client.address))
                .isEqualTo(new byte[] {0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0});
    }

    @Test
    void understandsBytesHoweverTheyAreCut() throws Exception {
        client.allocate();
        client.bind(0x4000, PEER);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = 0; length < 40; length++) {
            byte[] data = new byte[length];
            Arrays.fill(data, (byte) length);
            byte[] message = Message.channelData(0x4000, data);
            all.write(Arrays.copyOf(message, message.length + 3 & ~3));
            if (length % 7 == 0) {
                all.write(
                        Message.request(
                                RandomSource.seeded(length), StunMethod.BINDING, writer -> writer));
            }
        }
        byte[] stream = all.toByteArray();
        for (long seed = 1; seed <= 50; seed++) {
            RandomSource random = RandomSource.seeded(seed);
            for (int at = 0; at < stream.length; ) {
                int length =
                        Math.min(1 + random.nextInt(seed % 2 == 0 ? 5 : 200), stream.length - at);
                driver.fromStream(client.address, stream, at, length);
                at += length;
            }
            assertThat(driver.take(PEER_ADDRESS))
                    .as("seed %d", seed)
                    .hasSize(39)
                    .allSatisfy(data -> assertThat(data).containsOnly(data.length));
            assertThat(driver.take(client.address)).as("seed %d", seed).hasSize(6);
        }
    }

    @Test
    void closesAStreamThatSpeaksSomethingElse() {
        for (String text :
                new String[] {"GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002", "\u00FF"}) {
            byte[] garbage = text.getBytes(StandardCharsets.ISO_8859_1);
            driver.fromStream(client.address, Arrays.copyOf(garbage, 30));
            assertThat(driver.closedStreams).as(text).containsExactly(client.address);
            driver.closedStreams.clear();
        }
        assertThat(driver.count(TurnCounter.STREAMS_REFUSED_GARBAGE)).isEqualTo(3);
        assertThat(driver.sent).isEmpty();
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void closesAStreamWithoutTheMagicCookie() {
        driver.fromStream(client.address, new byte[20]);
        assertThat(driver.closedStreams).containsExactly(client.address);
    }

    @Test
    void takesNoLongMessagesFromStrangers() {
        driver.fromStream(client.address, new byte[] {0, 1, 0x10, 0});
        assertThat(driver.closedStreams).containsExactly(client.address);
    }

    @Test
    void closesAStreamThatDoesNotAllocateInTime() {
        client.learnNonce();
        driver.advance(29);
        client.learnNonce();
        assertThat(driver.isConnected(client.address)).isTrue();
        driver.advance(1);
        assertThat(driver.closedStreams).containsExactly(client.address);
        assertThat(driver.count(TurnCounter.STREAMS_TIMED_OUT)).isEqualTo(1);
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void keepsAStreamAsLongAsItsAllocation() {
        client.allocate();
        driver.advance(590);
        client.refresh(600);
        driver.advance(599);
        assertThat(driver.isConnected(client.address)).isTrue();
        driver.advance(2);
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.isConnected(client.address)).as("it may allocate again").isTrue();
        driver.advance(30);
        assertThat(driver.isConnected(client.address)).isFalse();
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void endsTheAllocationOfAStreamThatCloses() {
        client.allocate();
        client.bind(0x4000, PEER);
        driver.disconnect(client.address);
        assertThat(driver.events(TurnEvent.AllocationEnded.class))
                .extracting(TurnEvent.AllocationEnded::reason)
                .containsExactly(EndReason.CLIENT_GONE);
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.streams()).isZero();
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void endsTheAllocationOfAStreamThatItClosesItself() {
        client.allocate();
        client.bind(0x4000, PEER);
        client.send(new byte[] {(byte) 0xFF});
        assertThat(driver.closedStreams).containsExactly(client.address);
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.streams()).isZero();
        assertThat(driver.paths.size()).isZero();

        // Somebody else behind the same NAT gets the port: nothing of the old connection is his.
        TestClient next = TestClient.tcp(driver, client.address.toString()).as("bob", "builder");
        next.learnNonce().send(Message.channelData(0x4000, bytes("abcd")));
        assertThat(driver.take(PEER_ADDRESS)).isEmpty();
        next.allocate();
    }

    @Test
    void aNewStreamTakesThePlaceOfTheOldestWithoutAnAllocation() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 9, 9, 9, 9, 3)).build());
        TestClient settled = TestClient.tcp(tight, "198.51.100.1:1").allocate();
        for (int i = 2; i <= 4; i++) {
            TestClient.tcp(tight, "198.51.100.1:" + i).learnNonce();
        }
        TestClient newcomer = TestClient.tcp(tight, "198.51.100.1:5").allocate();
        assertThat(tight.closedStreams).containsExactly(TransportAddress.parse("198.51.100.1:2"));
        assertThat(tight.count(TurnCounter.STREAMS_REFUSED_FULL)).isEqualTo(1);
        assertThat(Message.code(newcomer.refresh(600))).isZero();
        assertThat(Message.code(settled.refresh(600))).isZero();
        assertThat(tight.server.streams()).isEqualTo(4);
    }

    @Test
    void largeDataPassesOnAStream() {
        client.allocate();
        client.permit(PEER);
        driver.fromPeer(PEER_ADDRESS, client.relayed, new byte[65_000]);
        assertThat(Message.parse(driver.takeOne(client.address)).bytes(StunAttributeType.DATA))
                .hasSize(65_000);
        byte[] big = new byte[60_000];
        client.bind(0x4000, PEER);
        client.send(Message.channelData(0x4000, big));
        assertThat(driver.takeOne(PEER_ADDRESS)).hasSize(60_000);
    }

    @Test
    void oneAddressMayHaveAnAllocationOnEachTransport() {
        client.allocate();
        TestClient udp = TestClient.udp(driver, "198.51.100.7:40000").allocate();
        assertThat(udp.relayed).isNotEqualTo(client.relayed);
        assertThat(Message.code(udp.allocate(UnaryOperator.identity()))).isEqualTo(437);
    }
}
