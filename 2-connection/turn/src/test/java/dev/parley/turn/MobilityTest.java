package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** RFC 8016: allocations that follow their clients. */
class MobilityTest {
    private static final String PEER = "8.8.8.8:7000";
    private static final TransportAddress PEER_ADDRESS = TransportAddress.parse(PEER);
    private static final int CHANNEL = 0x4001;
    private static final String HOME = "198.51.100.7:40000";
    private static final String AWAY = "203.0.113.9:50000";
    private static final String FURTHER = "203.0.113.77:50000";

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver = new FakeDriver(TestServers.both().build(), 1, plane);
    private final TestClient home = TestClient.udp(driver, HOME);
    private final TestClient away = TestClient.udp(driver, AWAY);
    private final TestClient further = TestClient.udp(driver, FURTHER);

    private static byte[] ticket(byte[] answer) {
        return Objects.requireNonNull(
                Message.parse(answer).bytes(StunAttributeType.MOBILITY_TICKET), "a ticket");
    }

    private static byte[] mobileAllocate(TestClient client) {
        byte[] answer = client.allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET));
        assertThat(Message.code(answer)).isZero();
        client.relayed = Message.xorAddress(answer, StunAttributeType.XOR_RELAYED_ADDRESS);
        return ticket(answer);
    }

    private static UnaryOperator<StunWriter> showing(byte[] ticket) {
        return writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket);
    }

    private static byte[] move(TestClient to, byte[] ticket) {
        return to.request(StunMethod.REFRESH, showing(ticket));
    }

    private static int moveCode(TestClient to, byte[] ticket) {
        return Message.code(move(to, ticket));
    }

    private byte[] fromPeerTo(TestClient client, String what) {
        driver.fromPeer(PEER_ADDRESS, home.relayed, bytes(what));
        return driver.takeOne(client.address);
    }

    @Test
    void whoDoesNotAskGetsNoTicket() {
        byte[] answer = home.allocate(UnaryOperator.identity());
        assertThat(Message.parse(answer).has(StunAttributeType.MOBILITY_TICKET)).isFalse();
    }

    @Test
    void whatHasTheLengthOfATicketAndIsNoneIsRefused() {
        for (String head :
                List.of("AAAAAAA=", "AAAAAA==", "AAAA====", "========", "\0\0\0\0////")) {
            assertThat(moveCode(away, bytes(head + "A".repeat(24))))
                    .as(head)
                    .isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        }
    }

    @Test
    void theAllocationFollowsItsClientWithTheFirstData() {
        byte[] ticket = mobileAllocate(home);
        home.bind(CHANNEL, PEER);
        Flow before = plane.only();

        byte[] answer = move(away, ticket);
        assertThat(Message.code(answer)).isZero();
        assertThat(Message.parse(answer).u32(StunAttributeType.LIFETIME)).isEqualTo(600);
        assertThat(ticket(answer)).isNotEqualTo(ticket).hasSize(Ticket.BYTES);

        // RFC 8016 section 3.2.2: the old path is good until data come by the new one.
        assertThat(plane.only()).isSameAs(before);
        assertThat(fromPeerTo(home, "old")).endsWith(bytes("old"));
        home.send(Message.channelData(CHANNEL, bytes("still")));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("still"));

        away.send(Message.channelData(CHANNEL, bytes("here")));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("here"));
        assertThat(plane.only().client()).isEqualTo(away.address);
        assertThat(fromPeerTo(away, "new")).isEqualTo(Message.channelData(CHANNEL, bytes("new")));
        home.send(Message.channelData(CHANNEL, bytes("gone")));
        assertThat(driver.take(PEER_ADDRESS)).isEmpty();
        assertThat(driver.events(TurnEvent.AllocationMoved.class))
                .singleElement()
                .satisfies(moved -> assertThat(moved.client()).isEqualTo(away.address));
        assertThat(driver.server.allocations()).isEqualTo(1);
    }

    @Test
    void countersSurviveTheMove() {
        byte[] ticket = mobileAllocate(home);
        home.bind(CHANNEL, PEER);
        home.send(Message.channelData(CHANNEL, new byte[10]));
        plane.unread = 5;
        move(away, ticket);
        away.send(Message.channelData(CHANNEL, new byte[10]));
        away.refresh(0);
        assertThat(driver.events(TurnEvent.AllocationEnded.class).getFirst().usage())
                .isEqualTo(new Usage(7, 520, 0, 0, 0, 0, driver.now));
    }

    @Test
    void aSendIndicationMovesItAsWell() {
        byte[] ticket = mobileAllocate(home);
        home.permit(PEER);
        move(away, ticket);
        away.sendTo(PEER, bytes("x"));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("x"));
        assertThat(fromPeerTo(away, "y")).endsWith(new byte[] {'y', 0, 0, 0});
    }

    @Test
    void bothFamiliesMoveTogether() {
        byte[] answer =
                home.allocate(writer ->
                        writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, AddressFamily.IPV6)
                                .flag(StunAttributeType.MOBILITY_TICKET));
        home.bind(CHANNEL, PEER);
        home.bind(CHANNEL + 1, "[2606:4700::1]:9009");
        TestClient six = TestClient.udp(driver, "[2001:db8:7::1]:5");
        assertThat(moveCode(six, ticket(answer))).isZero();
        six.send(Message.channelData(CHANNEL + 1, bytes("six")));
        assertThat(driver.takeOne(TransportAddress.parse("[2606:4700::1]:9009")))
                .isEqualTo(bytes("six"));
        assertThat(plane.installed).hasSize(2).allMatch(flow -> flow.client().equals(six.address));
    }

    @Test
    void aLostAnswerIsGivenAgainAndAsLong() {
        byte[] ticket = mobileAllocate(home);
        byte[] first = move(away, ticket);
        assertThat(ticket(move(away, ticket))).isEqualTo(ticket(first));
        away.sendTo(PEER, bytes("x"));
        driver.advance(39);
        assertThat(ticket(move(away, ticket))).isEqualTo(ticket(first));
        driver.advance(1);
        assertThat(moveCode(away, ticket)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(driver.events(TurnEvent.AllocationMoved.class)).hasSize(1);
    }

    @Test
    void aTicketIsOfNoUseWhereTheAllocationIs() {
        byte[] ticket = mobileAllocate(home);
        assertThat(moveCode(home, ticket)).isEqualTo(StunErrorCode.BAD_REQUEST);
        byte[] next = ticket(move(away, ticket));
        assertThat(moveCode(away, next)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(moveCode(home, ticket)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(moveCode(home, next)).isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void anOldTicketMovesNothingOnceTheClientHasArrived() {
        byte[] ticket = mobileAllocate(home);
        byte[] next = ticket(move(away, ticket));
        away.sendTo(PEER, bytes("x"));
        assertThat(moveCode(further, ticket)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(moveCode(further, next)).isZero();
    }

    @Test
    void whoMovesOnBeforeTheAnswerCameMayShowTheOldTicket() {
        byte[] ticket = mobileAllocate(home);
        home.permit(PEER);
        move(away, ticket);
        assertThat(moveCode(further, ticket)).isZero();
        away.sendTo(PEER, bytes("given up"));
        assertThat(driver.take(PEER_ADDRESS)).isEmpty();
        further.sendTo(PEER, bytes("x"));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("x"));
        assertThat(driver.paths.size()).as("the client's and no other").isEqualTo(1);
    }

    @Test
    void nobodyElseMovesIt() {
        byte[] ticket = mobileAllocate(home);
        away.as("bob", "builder");
        assertThat(moveCode(away, ticket)).isEqualTo(StunErrorCode.WRONG_CREDENTIALS);
        assertThat(driver.paths.size()).isEqualTo(1);
        home.permit(PEER);
        home.sendTo(PEER, bytes("x"));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("x"));
    }

    @Test
    void strangersAreAskedWhoTheyAreAndLeaveNothingBehind() {
        byte[] ticket = mobileAllocate(home);
        byte[] answer =
                away.ask(
                        Message.request(
                                dev.parley.core.RandomSource.seeded(1),
                                StunMethod.REFRESH,
                                showing(ticket)));
        assertThat(Message.code(answer)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        away.learnNonce();
        away.as(TestServers.USER, "a wrong password");
        answer = away.ask(away.sealed(StunMethod.REFRESH, showing(ticket)));
        assertThat(Message.code(answer)).isEqualTo(StunErrorCode.UNAUTHENTICATED);
        assertThat(driver.paths.size()).isEqualTo(1);
    }

    @Test
    void ticketsThatNobodyGaveAreRefused() {
        byte[] ticket = mobileAllocate(home);
        assertThat(moveCode(away, Arrays.copyOf(ticket, 31))).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(moveCode(away, new byte[0])).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(moveCode(away, new byte[Ticket.BYTES]))
                .isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        for (int i = Long.BYTES; i < Ticket.BYTES; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= 1;
            assertThat(moveCode(away, changed)).isEqualTo(StunErrorCode.BAD_REQUEST);
        }
        assertThat(
                        Message.code(
                                further.allocate(writer ->
                                        writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket))))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void aTicketEndsWithItsAllocation() {
        byte[] ticket = mobileAllocate(home);
        home.refresh(0);
        assertThat(moveCode(away, ticket)).isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
    }

    @Test
    void aPlaceThatIsTakenIsNotMovedTo() {
        byte[] ticket = mobileAllocate(home);
        away.allocate();
        assertThat(moveCode(away, ticket)).isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
        assertThat(driver.server.allocations()).isEqualTo(2);
    }

    @Test
    void aLifetimeOfZeroEndsItFromAnywhere() {
        byte[] ticket = mobileAllocate(home);
        byte[] answer =
                away.request(
                        StunMethod.REFRESH,
                        writer -> showing(ticket).apply(writer).u32(StunAttributeType.LIFETIME, 0));
        assertThat(Message.code(answer)).isZero();
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void theTimeOfACredentialDoesNotEndWithTheNetwork() {
        home.username = driver.epochSeconds() + 60 + ":carol";
        home.password = TurnCredentials.password("new secret", home.username);
        byte[] ticket = mobileAllocate(home);
        driver.advance(120);
        away.as(home.username, home.password);
        assertThat(moveCode(away, ticket)).isZero();
    }

    @Test
    void whereMobilityIsForbiddenNothingMoves() {
        FakeDriver fixed = new FakeDriver(TestServers.v4Only().mobility(false).build());
        TestClient client = TestClient.udp(fixed, HOME);
        assertThat(
                        Message.code(
                                client.allocate(
                                        writer -> writer.flag(StunAttributeType.MOBILITY_TICKET))))
                .isEqualTo(StunErrorCode.MOBILITY_FORBIDDEN);
        client.allocate();
        assertThat(moveCode(TestClient.udp(fixed, AWAY), new byte[Ticket.BYTES]))
                .isEqualTo(StunErrorCode.MOBILITY_FORBIDDEN);
        assertThat(fixed.count(TurnCounter.ERROR_405)).isEqualTo(2);
    }

    // ---- networks

    @Test
    void itIsCountedForTheNetworkThatItMovedTo() {
        FakeDriver small =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 1, 9, 9, 9, 9)).build());
        TestClient first = TestClient.udp(small, HOME);
        TestClient second = TestClient.udp(small, AWAY);
        byte[] ticket = mobileAllocate(first);
        second.allocate();
        TestClient beside = TestClient.udp(small, FURTHER);
        assertThat(moveCode(beside, ticket)).isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        assertThat(small.events(TurnEvent.QuotaReached.class)).hasSize(1);
        second.refresh(0);
        assertThat(moveCode(beside, ticket)).isZero();
        assertThat(Message.code(second.allocate(UnaryOperator.identity())))
                .as("one moved there")
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        TestClient atHome = TestClient.udp(small, "198.51.100.8:1");
        atHome.allocate();
        beside.sendTo(PEER, bytes("x"));
        beside.refresh(0);
        second.allocate();
        assertThat(small.server.allocations()).isEqualTo(2);
    }

    @Test
    void theTableOfPathsHasRoomForEverybodyOnTheMove() {
        Quotas quotas = new Quotas(9, 9, 2, 9, 3, 1).withConnections(1, 1, 1);
        FakeDriver tight = new FakeDriver(TestServers.v4Only().quotas(quotas).build());
        for (int i = 1; i <= 2; i++) {
            TestClient client = TestClient.udp(tight, "198.51.100.7:" + i);
            byte[] ticket = mobileAllocate(client);
            for (int channel = 0x4000; channel < 0x4003; channel++) {
                assertThat(client.bind(channel, "8.8.8.8:" + channel)).isZero();
            }
            assertThat(moveCode(TestClient.udp(tight, "203.0.113.9:" + i), ticket)).isZero();
        }
        TestClient.tcp(tight, "198.51.100.1:3").learnNonce();
        assertThat(tight.paths.size()).isEqualTo(quotas.paths() - 2); // no peer connected
    }

    // ---- streams

    @Test
    void aBrokenConnectionLeavesTheAllocationToWhoComesBack() {
        TestClient stream = TestClient.tcp(driver, HOME);
        byte[] ticket = mobileAllocate(stream);
        stream.bind(CHANNEL, PEER);
        stream.send(Message.channelData(CHANNEL, new byte[4]));
        driver.take(PEER_ADDRESS);
        driver.disconnect(stream.address);
        assertThat(driver.server.allocations()).isEqualTo(1);
        driver.fromPeer(PEER_ADDRESS, stream.relayed, bytes("lost"));
        assertThat(driver.count(TurnCounter.DROPPED_CLIENT_AWAY)).isEqualTo(1);

        driver.advance(59);
        assertThat(moveCode(away, ticket)).isZero();
        driver.fromPeer(PEER_ADDRESS, stream.relayed, bytes("back"));
        assertThat(driver.takeOne(away.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("back")));
        assertThat(plane.only().client()).isEqualTo(away.address);
        driver.advance(200);
        assertThat(driver.server.allocations()).isEqualTo(1);
        away.refresh(0);
        assertThat(driver.events(TurnEvent.AllocationEnded.class).getFirst().usage())
                .isEqualTo(new Usage(1, 4, 1, 4, 1, 0, driver.now - 200_000_000_000L));
    }

    @Test
    void nobodyWaitsLongForAClientThatIsAway() {
        TestClient stream = TestClient.tcp(driver, HOME);
        mobileAllocate(stream);
        driver.disconnect(stream.address);
        driver.advance(Mobility.AWAY_SECONDS);
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.events(TurnEvent.AllocationEnded.class).getFirst().reason())
                .isEqualTo(EndReason.CLIENT_GONE);
        assertThat(driver.paths.size()).isZero();
    }

    @Test
    void aClientMovesFromOneConnectionToAnother() {
        TestClient first = TestClient.tcp(driver, HOME);
        TestClient second = TestClient.tcp(driver, AWAY);
        byte[] ticket = mobileAllocate(first);
        first.bind(CHANNEL, PEER);
        assertThat(moveCode(second, ticket)).isZero();
        driver.fromPeer(PEER_ADDRESS, first.relayed, bytes("late"));
        assertThat(driver.takeOne(first.address)).hasSize(8);
        driver.disconnect(first.address); // RFC 8016: this moves it, too
        driver.fromPeer(PEER_ADDRESS, first.relayed, bytes("data"));
        assertThat(driver.takeOne(second.address)).hasSize(8);
        driver.advance(100);
        assertThat(driver.isConnected(second.address)).as("it may stay").isTrue();
        assertThat(driver.server.allocations()).isEqualTo(1);
    }

    @Test
    void theOldConnectionTakesNothingAlongWhenItCloses() {
        TestClient stream = TestClient.tcp(driver, HOME);
        byte[] ticket = mobileAllocate(stream);
        stream.permit(PEER);
        move(away, ticket);
        away.sendTo(PEER, bytes("x"));
        driver.advance(30);
        assertThat(driver.isConnected(stream.address)).as("it is of no use any more").isFalse();
        assertThat(driver.server.allocations()).isEqualTo(1);
    }

    @Test
    void theNewConnectionTakesNothingAlongWhenItBreaks() {
        byte[] ticket = mobileAllocate(home);
        home.permit(PEER);
        TestClient stream = TestClient.tcp(driver, AWAY);
        byte[] next = ticket(move(stream, ticket));
        driver.disconnect(stream.address);
        home.sendTo(PEER, bytes("x"));
        assertThat(driver.takeOne(PEER_ADDRESS)).isEqualTo(bytes("x"));
        assertThat(driver.paths.size()).isEqualTo(1);
        assertThat(moveCode(further, next)).isZero();
    }

    @Test
    void relaysByTcpDoNotMove() {
        FakeDriver tcp = new FakeDriver(TestServers.v4Only().tcpRelays(true).build());
        TestClient control = TestClient.tcp(tcp, HOME);
        assertThat(
                        control.code(
                                StunMethod.ALLOCATE,
                                writer ->
                                        writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6)
                                                .flag(StunAttributeType.MOBILITY_TICKET)))
                .isEqualTo(StunErrorCode.MOBILITY_FORBIDDEN);
    }
}
