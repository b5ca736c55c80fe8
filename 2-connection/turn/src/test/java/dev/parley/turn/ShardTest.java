package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Several cores of one process: they divide ports and numbers, and reach each other's relays. */
class ShardTest {
    private static final String BOUND = "10.0.0.5";
    private static final String EXTERNAL = "192.0.2.99";

    /** Drivers of cores that are shards of one server. */
    private static final class Shards {
        final List<FakeDriver> drivers = new ArrayList<>();
        final List<TransportAddress> left = new ArrayList<>();
        boolean full;

        Shards(int count, TurnServerConfigBuilder builder) {
            TurnServerConfig config = builder.build();
            RelayDirectory relays = RelayDirectory.of(config);
            TurnLedger ledger = TurnLedger.of(config);
            for (int i = 0; i < count; i++) {
                int number = i;
                Shard shard = new Shard(i, count, relays, crossing(() -> drivers.get(number)));
                drivers.add(new FakeDriver(config, i + 1, RelayPlane.NONE, ledger, shard));
            }
        }

        private Crossing crossing(Supplier<FakeDriver> from) {
            return new Crossing() {
                @Override
                public boolean data(
                        int shard,
                        int fromAddress,
                        int fromPort,
                        int toAddress,
                        int toPort,
                        byte[] buf,
                        int off,
                        int len) {
                    if (full) {
                        return false;
                    }
                    FakeDriver to = drivers.get(shard);
                    to.server.receiveCrossing(
                            to.now, fromAddress, fromPort, toAddress, toPort, buf, off, len);
                    to.drain();
                    return true;
                }

                @Override
                public boolean datagram(int shard, int path, byte[] buf, int off, int len) {
                    if (full) {
                        return false;
                    }
                    TransportAddress client = from.get().paths.remote(path);
                    byte[] bytes = Arrays.copyOfRange(buf, off, off + len);
                    drivers.get(shard).fromClient(client, bytes);
                    return true;
                }

                @Override
                public void left(int path) {
                    left.add(from.get().paths.remote(path));
                }

                @Override
                public void stream(int shard, int path, byte[] buf, int off, int len) {
                    TransportAddress client = from.get().paths.remote(path);
                    byte[] bytes = Arrays.copyOfRange(buf, off, off + len);
                    from.get().giveAway(path);
                    drivers.get(shard).fromStream(client, bytes);
                }
            };
        }

        FakeDriver get(int shard) {
            return drivers.get(shard);
        }
    }

    private static TurnServerConfigBuilder config(PeerPolicy policy) {
        return TurnServerConfig.builder()
                .credentials(
                        new TurnCredentials("parley")
                                .user(TestServers.USER, TestServers.PASSWORD)
                                .user("bob", "builder")
                                .secret("secret"))
                .relayAddress(new RelayAddress(IpAddress.parse(BOUND), IpAddress.parse(EXTERNAL)))
                .relayPorts(new PortRange(50000, 50099))
                .tcpRelays(true)
                .mobility(true)
                .peerPolicy(policy);
    }

    private static TurnServerConfig limited(int allocationsPerUser) {
        return config(PeerPolicy.PUBLIC_ONLY)
                .quotas(new Quotas(allocationsPerUser, 9, 9, 9, 9, 9))
                .build();
    }

    private final Shards shards = new Shards(2, config(PeerPolicy.PUBLIC_ONLY));
    private final TestClient alice = TestClient.udp(shards.get(0), "198.51.100.7:40000");
    private final TestClient bob = TestClient.udp(shards.get(1), "198.51.100.8:40000");

    @Test
    void partsOfAPortRangeCoverItOnceAndNeverDivideAPair() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int count = random.nextInt(1, 17);
            int size = random.nextInt(2 * count, 500);
            int min = random.nextInt(1, 65_536 - size);
            PortRange whole = new PortRange(min, min + size - 1);
            int next = min;
            for (int part = 0; part < count; part++) {
                PortRange range = whole.part(part, count);
                assertThat(range.min()).as("%s, %d of %d", whole, part, count).isEqualTo(next);
                assertThat(part > 0 && range.min() % 2 != 0)
                        .as("%s, %d of %d begins with the upper of a pair", whole, part, count)
                        .isFalse();
                next = range.max() + 1;
            }
            assertThat(next).isEqualTo(whole.max() + 1);
        }
        assertThatThrownBy(() -> new PortRange(5000, 5004).part(0, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatACoreMarksTellsWhoseItIs() {
        RandomSource random = RandomSource.seeded(5);
        for (int count = 1; count <= Shard.MAX_COUNT; count++) {
            Shard other = new Shard(0, count, RelayDirectory.NONE, Crossing.NONE);
            for (int number = 0; number < count; number++) {
                Shard shard = new Shard(number, count, RelayDirectory.NONE, Crossing.NONE);
                assertThat(other.ownerOf(shard.mark(random.nextLong()))).isEqualTo(number);
                assertThat(other.ownerOf(shard.mark((int) random.nextLong()))).isEqualTo(number);
            }
            assertThat(other.ownerOf(random.nextLong())).isBetween(0, count - 1);
        }
    }

    @Test
    void aTicketTellsWhoseItIs() {
        RandomSource random = RandomSource.seeded(6);
        for (int number = 0; number < Shard.MAX_COUNT; number++) {
            Shard shard = new Shard(number, Shard.MAX_COUNT, RelayDirectory.NONE, Crossing.NONE);
            Shard other = new Shard(0, Shard.MAX_COUNT, RelayDirectory.NONE, Crossing.NONE);
            Ticket ticket = new Ticket(random, shard);
            assertThat(Ticket.ownerOf(ticket.current(), 0, other)).isEqualTo(number);
            ticket.renew(0, random);
            assertThat(Ticket.ownerOf(ticket.current(), 0, other)).isEqualTo(number);
        }
    }

    @Test
    void everyCoreHasItsOwnPorts() {
        alice.allocate();
        bob.allocate();
        assertThat(alice.relayed.port()).isBetween(50000, 50049);
        assertThat(bob.relayed.port()).isBetween(50050, 50099);
    }

    @Test
    void relaysOfTwoCoresMeetByTheirExternalAddress() {
        alice.allocate();
        bob.allocate();
        assertThat(alice.bind(0x4000, bob.relayed.toString())).isZero();
        assertThat(bob.permit(alice.relayed.toString())).isZero();
        alice.send(Message.channelData(0x4000, bytes("hello")));
        StunReader indication = Message.parse(shards.get(1).takeOne(bob.address));
        assertThat(indication.xorAddress(StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(alice.relayed);
        assertThat(indication.bytes(StunAttributeType.DATA)).isEqualTo(bytes("hello"));

        assertThat(bob.bind(0x4FFF, alice.relayed.toString())).isZero();
        alice.sendTo(BOUND + ":" + bob.relayed.port(), bytes("not permitted"));
        alice.permit(BOUND + ":1");
        alice.sendTo(BOUND + ":" + bob.relayed.port(), bytes("by the bound address"));
        assertThat(shards.get(1).takeOne(bob.address))
                .isEqualTo(Message.channelData(0x4FFF, bytes("by the bound address")));
        for (FakeDriver driver : shards.drivers) {
            assertThat(driver.sent).as("nothing leaves by a relay socket").isEmpty();
        }
    }

    @Test
    void theOtherCoreAsksForAPermissionToo() {
        alice.allocate();
        bob.allocate();
        alice.permit(bob.relayed.toString());
        alice.sendTo(bob.relayed.toString(), bytes("hello"));
        assertThat(shards.get(1).sent).isEmpty();
        assertThat(shards.get(1).count(TurnCounter.DROPPED_PEER_NOT_PERMITTED)).isEqualTo(1);
    }

    @Test
    void portsOfAnotherCoreThatNoRelayHoldsAreOutOfReach() {
        alice.allocate();
        bob.allocate();
        alice.permit(EXTERNAL + ":1");
        assertThat(Message.code(bob.refresh(0))).isZero();
        for (int port = 50000; port < 50100; port++) {
            if (port != alice.relayed.port()) {
                alice.sendTo(EXTERNAL + ":" + port, bytes("anybody?"));
                alice.sendTo(BOUND + ":" + port, bytes("anybody?"));
            }
        }
        assertThat(shards.get(0).sent).isEmpty();
        assertThat(shards.get(1).sent).isEmpty();
        assertThat(shards.get(0).count(TurnCounter.DROPPED_OWN_ADDRESS)).isEqualTo(99);
    }

    @Test
    void aRuleOpensAPortOnlyWhileNoCoreHoldsIt() {
        Shards open =
                new Shards(
                        2,
                        config(new PeerPolicy(List.of(IpPrefix.parse(BOUND + "/32")), List.of())));
        TestClient sender = TestClient.udp(open.get(0), "198.51.100.7:40000").allocate();
        TestClient receiver = TestClient.udp(open.get(1), "198.51.100.8:40000").allocate();
        TransportAddress other = TransportAddress.parse(BOUND + ":" + receiver.relayed.port());
        sender.permit(other.toString());
        receiver.permit(sender.relayed.toString());
        sender.sendTo(other.toString(), bytes("to the relay"));
        assertThat(open.get(1).takeOne(receiver.address)).isNotEmpty();
        assertThat(open.get(0).sent).isEmpty();
        receiver.refresh(0);
        sender.sendTo(other.toString(), bytes("to another program"));
        assertThat(open.get(0).takeOne(other)).isEqualTo(bytes("to another program"));
    }

    @Test
    void countsWhatFoundNoWayAcross() {
        alice.allocate();
        bob.allocate();
        alice.permit(bob.relayed.toString());
        shards.full = true;
        alice.sendTo(bob.relayed.toString(), bytes("hello"));
        assertThat(shards.get(0).count(TurnCounter.DROPPED_QUEUE_FULL)).isEqualTo(1);
        alice.bind(0x4000, bob.relayed.toString());
        for (int i = 0; i < 3; i++) {
            shards.full = i < 2;
            alice.send(Message.channelData(0x4000, bytes("hello")));
        }
        FakeDriver driver = shards.get(0);
        long id = driver.server.list(0, 1).getFirst().allocation();
        AllocationDescription described = Objects.requireNonNull(driver.server.describe(id));
        Usage channel = described.channels().getFirst().usage();
        assertThat(channel.dropped()).isEqualTo(2);
        assertThat(channel.packetsToPeers()).isEqualTo(1);
        assertThat(described.summary().usage().dropped()).as("by Send as well").isEqualTo(3);
    }

    private long reserve() {
        byte[] answer = alice.allocate(writer -> writer.u8(StunAttributeType.EVEN_PORT, 0x80));
        assertThat(Message.code(answer)).isZero();
        return Message.parse(answer).u64(StunAttributeType.RESERVATION_TOKEN, 0);
    }

    private static byte[] claim(TestClient client, long token) {
        return client.sealed(
                StunMethod.ALLOCATE,
                writer ->
                        Message.requestedTransport(writer)
                                .u64(StunAttributeType.RESERVATION_TOKEN, token));
    }

    @Test
    void aReservedPortIsClaimedThroughAnotherCore() {
        long token = reserve();
        TestClient second = TestClient.udp(shards.get(1), "198.51.100.7:40001").learnNonce();
        second.send(claim(second, token));
        byte[] answer = shards.get(0).takeOne(second.address);
        assertThat(Message.code(answer)).isZero();
        assertThat(Message.xorAddress(answer, StunAttributeType.XOR_RELAYED_ADDRESS).port())
                .isEqualTo(alice.relayed.port() + 1);
        assertThat(shards.get(1).server.allocations()).isZero();
        assertThat(shards.get(1).count(TurnCounter.HANDED_OVER)).isEqualTo(1);
    }

    @Test
    void whoCannotBeLedToTheOwnerIsToldSo() {
        long token = reserve();
        TestClient second = TestClient.udp(shards.get(1), "198.51.100.7:40001").learnNonce();
        shards.full = true;
        second.send(claim(second, token));
        assertThat(Message.code(shards.get(1).takeOne(second.address)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(shards.get(1).count(TurnCounter.HANDED_OVER)).isZero();
        shards.full = false;
        second.send(claim(second, token));
        assertThat(Message.code(shards.get(0).takeOne(second.address))).isZero();
    }

    @Test
    void everyPathThatHadAnAllocationIsToldOnceItHasNone() {
        alice.allocate();
        assertThat(shards.left).isEmpty();
        alice.refresh(0);
        assertThat(shards.left).containsExactly(alice.address);

        TestClient unlucky = TestClient.udp(shards.get(0), "198.51.100.7:40001").learnNonce();
        shards.get(0).failure = SocketResult.Reason.NO_RESOURCES;
        unlucky.send(unlucky.sealed(StunMethod.ALLOCATE, Message::requestedTransport));
        assertThat(Message.code(shards.get(0).takeOne(unlucky.address)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(shards.left).containsExactly(alice.address, unlucky.address);
        shards.get(0).failure = null;
    }

    @Test
    void aPathThatAnAllocationMovedAwayFromIsLeft() {
        byte[] allocated = alice.allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET));
        byte[] ticket =
                Objects.requireNonNull(
                        Message.parse(allocated).bytes(StunAttributeType.MOBILITY_TICKET));
        TestClient moved = TestClient.udp(shards.get(0), "203.0.113.7:40000").learnNonce();
        moved.send(
                moved.sealed(
                        StunMethod.REFRESH,
                        writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)));
        assertThat(Message.code(shards.get(0).takeOne(moved.address))).isZero();
        assertThat(shards.left).isEmpty();
        moved.send(Message.channelData(0x4000, bytes("here I am")));
        assertThat(shards.left).containsExactly(alice.address);
    }

    @Test
    void nothingCrossesForWhoHasNotAuthenticated() {
        long token = reserve();
        TestClient stranger =
                TestClient.udp(shards.get(1), "198.51.100.7:40001").as("alice", "guessed");
        stranger.learnNonce();
        stranger.send(claim(stranger, token));
        assertThat(Message.code(shards.get(1).takeOne(stranger.address)))
                .isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(shards.get(1).count(TurnCounter.HANDED_OVER)).isZero();
        assertThat(shards.get(0).sent).isEmpty();
    }

    @Test
    void aCoreThatIsLateBringsNoOlderQuotasBack() {
        TurnServerConfig generous = limited(9);
        TurnServerConfig strict = limited(1);
        FakeDriver first = shards.get(0);
        FakeDriver late = shards.get(1);
        first.server.reconfigure(first.now, generous);
        first.server.reconfigure(first.now, strict);
        late.server.reconfigure(late.now, generous);
        alice.allocate();
        TestClient again = TestClient.udp(late, "198.51.100.7:40001").learnNonce();
        again.send(again.sealed(StunMethod.ALLOCATE, Message::requestedTransport));
        assertThat(Message.code(late.takeOne(again.address)))
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
    }

    @Test
    void aReservedPortIsOnlyItsOwners() {
        long token = reserve();
        TestClient other = TestClient.udp(shards.get(1), "198.51.100.9:1").as("bob", "builder");
        other.learnNonce();
        other.send(claim(other, token));
        assertThat(Message.code(shards.get(0).takeOne(other.address)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void anAllocationIsTakenAlongThroughAnotherCore() {
        byte[] allocated = alice.allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET));
        byte[] ticket =
                Objects.requireNonNull(
                        Message.parse(allocated).bytes(StunAttributeType.MOBILITY_TICKET));
        assertThat(ticket).hasSize(Ticket.BYTES);
        TestClient moved = TestClient.udp(shards.get(1), "203.0.113.7:40000").learnNonce();
        moved.send(
                moved.sealed(
                        StunMethod.REFRESH,
                        writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)));
        assertThat(shards.get(1).sent).isEmpty();
        byte[] answer = shards.get(0).takeOne(moved.address);
        assertThat(Message.code(answer)).isZero();
        assertThat(shards.get(0).server.allocations()).isEqualTo(1);
        assertThat(shards.get(1).count(TurnCounter.HANDED_OVER)).isEqualTo(1);
    }

    @Test
    void theEndOfACredentialKeepsNobodyFromMovingThroughAnotherCore() {
        String username = (shards.get(0).epochSeconds() + 100) + ":carol";
        String password = TurnCredentials.password("secret", username);
        TestClient carol =
                TestClient.udp(shards.get(0), "198.51.100.9:40000").as(username, password);
        byte[] ticket =
                Objects.requireNonNull(
                        Message.parse(
                                        carol.allocate(writer ->
                                                writer.flag(StunAttributeType.MOBILITY_TICKET)))
                                .bytes(StunAttributeType.MOBILITY_TICKET));
        shards.drivers.forEach(driver -> driver.advance(200));
        TestClient moved =
                TestClient.udp(shards.get(1), "203.0.113.7:40000").as(username, password);
        moved.learnNonce();
        UnaryOperator<StunWriter> showing =
                writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket);
        moved.send(moved.sealed(StunMethod.REFRESH, showing));
        assertThat(Message.code(shards.get(0).takeOne(moved.address))).isZero();

        // The one who has the allocation judges: it is good for nothing else.
        TestClient late = TestClient.udp(shards.get(1), "203.0.113.8:40000").as(username, password);
        shards.get(0).server.revokeUser(shards.get(0).now, "carol");
        late.learnNonce();
        late.send(late.sealed(StunMethod.REFRESH, showing));
        assertThat(Message.code(shards.get(0).takeOne(late.address)))
                .isEqualTo(StunErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aTicketOfNobodyStaysWhereItCame() {
        TestClient client = TestClient.udp(shards.get(1), "203.0.113.7:40000").learnNonce();
        SplittableRandom random = new SplittableRandom(3);
        int here = 0;
        for (int i = 0; i < 100; i++) {
            byte[] ticket = new byte[Ticket.BYTES];
            random.nextBytes(ticket);
            client.send(
                    client.sealed(
                            StunMethod.REFRESH,
                            writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)));
            FakeDriver answered = shards.get(shards.get(1).sent.isEmpty() ? 0 : 1);
            here += answered == shards.get(1) ? 1 : 0;
            assertThat(Message.code(answered.takeOne(client.address)))
                    .isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        }
        assertThat(here).isPositive();
    }

    @Test
    void strangersOfOneNetworkAreOneFloodForAllCores() {
        RandomSource random = RandomSource.seeded(5);
        for (int i = 0; i < 1000; i++) {
            TestClient.udp(shards.get(i % 2), "198.51.100." + (1 + i % 200) + ":" + (2000 + i))
                    .send(
                            Message.request(
                                    random, StunMethod.ALLOCATE, Message::requestedTransport));
        }
        assertThat(shards.get(0).sent.size() + shards.get(1).sent.size())
                .isEqualTo(ChallengeLimit.DEFAULT.burst());
        assertThat(shards.get(1).count(TurnCounter.CHALLENGES_LIMITED)).isEqualTo(350);
    }

    @Test
    void aConnectionIsBoundThroughAnotherCore() {
        TestClient control = TestClient.tcp(shards.get(0), "198.51.100.7:41000");
        UnaryOperator<StunWriter> tcp =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6);
        assertThat(control.code(StunMethod.ALLOCATE, tcp)).isZero();
        TransportAddress peer = TransportAddress.parse("8.8.8.8:80");
        control.send(control.sealed(StunMethod.CONNECT, Message.peers(peer)));
        shards.get(0).connectPeer(shards.get(0).connecting.getFirst());
        int id =
                (int)
                        Message.parse(shards.get(0).takeOne(control.address))
                                .u32(StunAttributeType.CONNECTION_ID);

        TestClient data = TestClient.tcp(shards.get(1), "198.51.100.7:41001").learnNonce();
        byte[] bind =
                data.sealed(
                        StunMethod.CONNECTION_BIND,
                        writer -> writer.u32(StunAttributeType.CONNECTION_ID, id));
        byte[] more = bytes("GET / HTTP/1.0\r\n\r\n");
        byte[] both = Arrays.copyOf(bind, bind.length + more.length);
        System.arraycopy(more, 0, both, bind.length, more.length);
        // In two pieces, the second with what belongs to the peer.
        shards.get(1).fromStream(data.address, both, 0, 30);
        shards.get(1).fromStream(data.address, both, 30, both.length - 30);
        assertThat(Message.code(shards.get(0).takeOne(data.address))).isZero();
        assertThat(shards.get(0).joined).hasSize(1);
        assertThat(shards.get(0).joined.getFirst().head()).isEqualTo(more);
        assertThat(shards.get(1).server.streams()).isZero();
        assertThat(shards.get(1).isConnected(data.address)).isFalse();
    }

    @Test
    void tcpRelaysOfTwoCoresConnect() {
        UnaryOperator<StunWriter> tcp =
                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6);
        TestClient one = TestClient.tcp(shards.get(0), "198.51.100.7:41000");
        TestClient two = TestClient.tcp(shards.get(1), "198.51.100.8:41000");
        byte[] first = one.request(StunMethod.ALLOCATE, tcp);
        byte[] second = two.request(StunMethod.ALLOCATE, tcp);
        TransportAddress from = Message.xorAddress(first, StunAttributeType.XOR_RELAYED_ADDRESS);
        TransportAddress to = Message.xorAddress(second, StunAttributeType.XOR_RELAYED_ADDRESS);
        assertThat(two.permit(from.toString())).isZero();
        one.send(one.sealed(StunMethod.CONNECT, Message.peers(to)));
        TransportAddress bound = TransportAddress.parse(BOUND + ":" + to.port());
        assertThat(shards.get(0).connecting.getFirst().remote()).isEqualTo(bound);

        shards.get(1).acceptPeer(to, TransportAddress.parse(BOUND + ":" + from.port()));
        StunReader attempt = Message.parse(shards.get(1).takeOne(two.address));
        assertThat(attempt.xorAddress(StunAttributeType.XOR_PEER_ADDRESS)).isEqualTo(from);
    }
}
