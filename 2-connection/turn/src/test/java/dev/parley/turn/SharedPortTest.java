package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All relays of an address on one port: whose is what comes in there. */
class SharedPortTest {
    private static final int PORT = 50_000;
    private static final String PEER = "8.8.8.8:7000";
    private static final String OTHER_PORT = "8.8.8.8:7001";
    private static final int CHANNEL = 0x4001;

    private final TestPlane plane = new TestPlane();
    private final FakeDriver driver =
            new FakeDriver(TestServers.both().relayPorts(PortRange.single(PORT)).build(), 1, plane);
    private final TestClient alice = TestClient.udp(driver, "198.51.100.7:40000").allocate();
    private final TestClient bob = TestClient.udp(driver, "198.51.100.8:40000").allocate();
    private final TransportAddress shared = alice.relayed;

    private void fromPeer(String peer, byte[] data) {
        driver.fromPeer(TransportAddress.parse(peer), shared, data);
    }

    private static byte[] data(byte[] indication) {
        byte[] data = Message.parse(indication).bytes(StunAttributeType.DATA);
        assertThat(data).isNotNull();
        return data == null ? new byte[0] : data;
    }

    private void nothingReachesClients() {
        assertThat(alice.received()).isEmpty();
        assertThat(bob.received()).isEmpty();
    }

    @Test
    void aUserCannotHoldMorePeersThanHisAllocationsNeed() {
        FakeDriver small =
                new FakeDriver(
                        TestServers.v4Only()
                                .relayPorts(PortRange.single(PORT))
                                .quotas(new Quotas(9, 20, 900, 9, 9, 9))
                                .build());
        int most = 9 * PeerClaims.PER_ALLOCATION_OF_USER;
        for (int client = 1; client <= 3; client++) {
            TestClient one = TestClient.udp(small, "198.51.100.7:" + client).allocate();
            one.permit("8.8.8.8:1");
            for (int i = 0; i < 200; i++) {
                one.sendTo("8.8.8.8:" + (20_000 + 1000 * client + i), bytes("mine"));
            }
            assertThat(small.server.sharedPeers()).isEqualTo(Math.min(client * 200, most));
        }
        assertThat(small.count(TurnCounter.DROPPED_PEERS_FULL))
                .as("who has none of his own to give up")
                .isEqualTo(200);
        TestClient bob = TestClient.udp(small, "198.51.100.8:1").as("bob", "builder").allocate();
        bob.permit("8.8.8.8:1");
        bob.sendTo("8.8.8.8:29000", bytes("mine"));
        assertThat(small.server.sharedPeers()).as("somebody else").isEqualTo(most + 1);
        small.server.endAll(small.now, EndReason.REVOKED);
        assertThat(small.server.sharedPeers()).isZero();
    }

    // ---- one socket

    @Test
    void relaysHaveOnePortAndOneSocket() {
        assertThat(bob.relayed).isEqualTo(alice.relayed);
        assertThat(shared.port()).isEqualTo(PORT);
        assertThat(driver.relaySockets).hasSize(1);
        assertThat(driver.server.relayPortsInUse()).isEqualTo(1);
    }

    @Test
    void theSocketIsClosedAfterTheLastRelayAndOpenedAgain() {
        alice.refresh(0);
        assertThat(driver.relaySockets).hasSize(1);
        bob.refresh(0);
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.relayPortsInUse()).isZero();
        alice.allocate();
        assertThat(alice.relayed).isEqualTo(shared);
        assertThat(driver.relaySockets).hasSize(1);
    }

    @Test
    void aPortThatIsHeldByAnotherProgramIsNoCapacity() {
        alice.refresh(0);
        bob.refresh(0);
        driver.busyPorts.add(PORT);
        assertThat(Message.code(alice.allocate(writer -> writer)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.events(TurnEvent.PortsExhausted.class)).hasSize(1);
        driver.busyPorts.clear();
        alice.allocate();
    }

    @Test
    void thoseWhoWaitForTheSocketAllGetIt() {
        alice.refresh(0);
        bob.refresh(0);
        TestClient gone = TestClient.tcp(driver, "198.51.100.9:40000").learnNonce();
        driver.holdCommands = true;
        gone.send(gone.sealed(3, Message::requestedTransport));
        alice.send(alice.sealed(3, Message::requestedTransport));
        bob.send(bob.sealed(3, Message::requestedTransport));
        driver.disconnect(gone.address);
        driver.holdCommands = false;
        driver.drain();
        assertThat(Message.code(driver.takeOne(alice.address))).isZero();
        assertThat(Message.code(driver.takeOne(bob.address))).isZero();
        assertThat(driver.relaySockets).hasSize(1);
        assertThat(driver.server.allocations()).isEqualTo(2);
    }

    @Test
    void whoeverWaitedAloneAndLeftLeavesNoSocket() {
        alice.refresh(0);
        bob.refresh(0);
        TestClient gone = TestClient.tcp(driver, "198.51.100.9:40000").learnNonce();
        driver.holdCommands = true;
        gone.send(gone.sealed(3, Message::requestedTransport));
        driver.disconnect(gone.address);
        driver.holdCommands = false;
        driver.drain();
        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.relayPortsInUse()).isZero();
    }

    @Test
    void eachFamilyHasASocket() {
        TestClient both = TestClient.udp(driver, "198.51.100.9:40000");
        both.allocate(writer -> writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, 2));
        assertThat(driver.relaySockets.values())
                .extracting(TransportAddress::port)
                .containsExactly(PORT, PORT);
        both.permit("[2606:4700::1]:1");
        driver.fromPeer(
                TransportAddress.parse("[2606:4700::1]:7009"),
                TransportAddress.parse("[" + TestServers.RELAY_V6 + "]:" + PORT),
                bytes("six"));
        assertThat(data(driver.takeOne(both.address))).isEqualTo(bytes("six"));
    }

    @Test
    void evenPortsAndReservationsAreNotToBeHad() {
        TestClient client = TestClient.udp(driver, "198.51.100.9:40000");
        for (boolean next : List.of(false, true)) {
            assertThat(Message.code(client.allocate(writer -> writer.evenPort(next))))
                    .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        }
        assertThat(
                        Message.code(
                                client.allocate(writer ->
                                        writer.u64(StunAttributeType.RESERVATION_TOKEN, 1))))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void relaysByTcpNeedPortsOfTheirOwn() {
        assertThatThrownBy(() ->
                        TestServers.v4Only()
                                .relayPorts(PortRange.single(PORT))
                                .tcpRelays(true)
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--relay-ports")
                .hasMessageContaining("--tcp-relay");
    }

    // ---- who owns a peer

    @Test
    void aPeerSpeaksWithWhomeverSentToItFirst() {
        alice.permit(PEER);
        bob.permit(PEER);
        alice.sendTo(PEER, bytes("mine"));
        driver.takeOne(TransportAddress.parse(PEER));
        bob.sendTo(PEER, bytes("mine too"));
        assertThat(driver.sent).isEmpty();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_TAKEN)).isEqualTo(1);
        assertThat(bob.bind(CHANNEL, PEER)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        fromPeer(PEER, bytes("hello"));
        assertThat(data(driver.takeOne(alice.address))).isEqualTo(bytes("hello"));
        assertThat(driver.sent).isEmpty();
    }

    @Test
    void portsOfOneAddressAreDifferentPeers() {
        assertThat(alice.bind(CHANNEL, PEER)).isZero();
        assertThat(bob.bind(CHANNEL, OTHER_PORT)).isZero();
        fromPeer(PEER, bytes("a"));
        fromPeer(OTHER_PORT, bytes("b"));
        assertThat(driver.takeOne(alice.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("a")));
        assertThat(driver.takeOne(bob.address)).isEqualTo(Message.channelData(CHANNEL, bytes("b")));
    }

    @Test
    void aChannelThatIsRenewedKeepsItsPeer() {
        alice.bind(CHANNEL, PEER);
        driver.advance(200);
        assertThat(alice.bind(CHANNEL, PEER)).isZero();
        assertThat(alice.bind(CHANNEL + 1, PEER)).isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(driver.server.channels()).isEqualTo(1);
    }

    @Test
    void aPeerIsFreeAgainWhenPermissionAndChannelAreOver() {
        alice.refresh(3600);
        bob.refresh(3600);
        alice.bind(CHANNEL, PEER); // the permission ends after 300 s, the channel after 600 s
        driver.advance(400);
        assertThat(bob.bind(CHANNEL, PEER)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        driver.advance(200);
        assertThat(bob.bind(CHANNEL, PEER)).isZero();
    }

    @Test
    void aPeerStaysWhileItsPermissionOutlivesTheChannel() {
        alice.refresh(3600);
        bob.refresh(3600);
        alice.bind(CHANNEL, PEER);
        driver.advance(590);
        alice.permit(PEER);
        driver.advance(20);
        assertThat(driver.server.channels()).isZero();
        assertThat(bob.bind(CHANNEL, PEER)).isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        driver.advance(300);
        assertThat(bob.bind(CHANNEL, PEER)).isZero();
    }

    @Test
    void aPeerIsFreeAgainWhenTheAllocationEnds() {
        alice.permit(PEER);
        alice.sendTo(PEER, bytes("x"));
        bob.permit(PEER);
        alice.refresh(0);
        bob.sendTo(PEER, bytes("y"));
        fromPeer(PEER, bytes("hello"));
        assertThat(data(driver.takeOne(bob.address))).isEqualTo(bytes("hello"));
    }

    @Test
    void whoHoldsAPeerButPermitsItNoLongerHearsNothing() {
        alice.refresh(3600);
        alice.bind(CHANNEL, PEER);
        driver.advance(400);
        bob.permit(PEER);
        fromPeer(PEER, bytes("x"));
        nothingReachesClients();
    }

    @Test
    void aClientThatSendsToVeryManyPeersGivesUpItsOldest() {
        alice.permit(PEER);
        bob.permit(PEER);
        alice.bind(CHANNEL, "8.8.8.8:7101");
        for (int port = 7102; port <= 7101 + PeerClaims.MAX_PER_RELAY; port++) {
            alice.sendTo("8.8.8.8:" + port, bytes("x"));
        }
        driver.sent.clear();
        assertThat(bob.bind(CHANNEL, "8.8.8.8:7103"))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(bob.bind(CHANNEL, "8.8.8.8:7102")).as("the oldest without a channel").isZero();
    }

    // ---- peers that nobody holds

    @Test
    void theOneClientThatPermitsAnAddressHearsAllOfItsPorts() {
        alice.permit(PEER);
        fromPeer(OTHER_PORT, bytes("hello"));
        assertThat(data(driver.takeOne(alice.address))).isEqualTo(bytes("hello"));
        bob.permit("9.9.9.9:7101");
        fromPeer("9.9.9.9:7105", bytes("hi"));
        assertThat(data(driver.takeOne(bob.address))).isEqualTo(bytes("hi"));
    }

    @Test
    void strangersAreDropped() {
        alice.permit(PEER);
        fromPeer("9.9.9.9:7101", bytes("x"));
        fromPeer("9.9.9.9:7101", Checks.check("alice", "mallory"));
        nothingReachesClients();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED)).isEqualTo(2);
    }

    @Test
    void dataForOneOfSeveralIsForNobody() {
        alice.permit(PEER);
        bob.permit(PEER);
        fromPeer(PEER, bytes("x"));
        nothingReachesClients();
        assertThat(driver.count(TurnCounter.DROPPED_PEER_AMBIGUOUS)).isEqualTo(1);
        bob.refresh(0);
        fromPeer(PEER, bytes("x"));
        assertThat(alice.received()).hasSize(1);
    }

    @Test
    void aCheckFindsWhomItMirrors() {
        alice.permit(PEER);
        bob.permit(PEER);
        alice.sendTo("8.8.8.8:7101", Checks.check("p1", "alice"));
        bob.sendTo("8.8.8.8:7102", Checks.check("p2", "bob"));
        driver.sent.clear();

        // Two people behind one NAT that gives them other ports than they know of.
        byte[] toBob = Checks.check("bob", "p2");
        fromPeer("8.8.8.8:21002", toBob);
        assertThat(data(driver.takeOne(bob.address))).isEqualTo(toBob);
        byte[] toAlice = Checks.check("alice", "p1");
        fromPeer("8.8.8.8:21001", toAlice);
        assertThat(data(driver.takeOne(alice.address))).isEqualTo(toAlice);
        assertThat(driver.sent).isEmpty();

        // Once they answered the ports are theirs, for data too.
        bob.sendTo("8.8.8.8:21002", Checks.answer());
        driver.sent.clear();
        fromPeer("8.8.8.8:21002", bytes("media"));
        assertThat(data(driver.takeOne(bob.address))).isEqualTo(bytes("media"));
        fromPeer("8.8.8.8:21001", bytes("media"));
        nothingReachesClients();
    }

    @Test
    void aCheckForSomebodyElseIsDroppedAlsoWhenOneAlonePermits() {
        alice.permit(PEER);
        alice.sendTo("8.8.8.8:7101", Checks.check("p1", "alice"));
        driver.sent.clear();
        fromPeer("8.8.8.8:21002", Checks.check("bob", "p2"));
        nothingReachesClients();
    }

    @Test
    void aCheckOfAnAddressThatItsReceiverDoesNotPermitIsDropped() {
        alice.permit(PEER);
        alice.sendTo(PEER, Checks.check("p1", "alice"));
        driver.sent.clear();
        bob.permit("9.9.9.9:7101");
        fromPeer("9.9.9.9:7107", Checks.check("alice", "p1"));
        nothingReachesClients();
    }

    @Test
    void aNameBelongsToWhomeverSentItFirst() {
        alice.permit(PEER);
        bob.permit(PEER);
        alice.sendTo("8.8.8.8:7101", Checks.check("p1", "alice"));
        bob.sendTo("8.8.8.8:7102", Checks.check("p1", "alice"));
        driver.sent.clear();
        fromPeer("8.8.8.8:7103", Checks.check("alice", "p1"));
        assertThat(alice.received()).hasSize(1);
        nothingReachesClients();
        alice.refresh(0);
        bob.sendTo("8.8.8.8:7102", Checks.check("p1", "alice"));
        driver.sent.clear();
        fromPeer("8.8.8.8:7103", Checks.check("alice", "p1"));
        assertThat(bob.received()).hasSize(1);
    }

    // ---- relay to relay

    private void meet() {
        String own = shared.toString();
        alice.permit(own);
        bob.permit(own);
        alice.sendTo(own, Checks.check("bob", "alice"));
        assertThat(driver.sent).as("nobody has said that it is bob").isEmpty();
        byte[] check = Checks.check("alice", "bob");
        bob.sendTo(own, check);
        StunReader indication = Message.parse(driver.takeOne(alice.address));
        assertThat(indication.bytes(StunAttributeType.DATA)).isEqualTo(check);
        assertThat(indication.xorAddress(StunAttributeType.XOR_PEER_ADDRESS)).isEqualTo(shared);
    }

    @Test
    void twoRelaysMeetByMirroredChecks() {
        meet();
        alice.sendTo(shared.toString(), Checks.answer());
        assertThat(bob.received()).hasSize(1);
        alice.sendTo(shared.toString(), bytes("hello bob"));
        assertThat(data(driver.takeOne(bob.address))).isEqualTo(bytes("hello bob"));
        bob.sendTo(shared.toString(), bytes("hello alice"));
        assertThat(data(driver.takeOne(alice.address))).isEqualTo(bytes("hello alice"));
        assertThat(driver.sent).as("nothing leaves by the relay socket").isEmpty();
    }

    @Test
    void bothMayHaveAChannelToThePort() {
        meet();
        assertThat(alice.bind(CHANNEL, shared.toString())).isZero();
        assertThat(bob.bind(CHANNEL + 1, shared.toString())).isZero();
        assertThat(bob.bind(CHANNEL + 2, shared.toString())).isEqualTo(StunErrorCode.BAD_REQUEST);
        alice.send(Message.channelData(CHANNEL, bytes("hello")));
        assertThat(driver.takeOne(bob.address))
                .isEqualTo(Message.channelData(CHANNEL + 1, bytes("hello")));
        bob.send(Message.channelData(CHANNEL + 1, bytes("hi")));
        assertThat(driver.takeOne(alice.address))
                .isEqualTo(Message.channelData(CHANNEL, bytes("hi")));
        assertThat(plane.installed).as("the core joins them itself").isEmpty();
        assertThat(driver.server.channels()).isEqualTo(2);
        alice.refresh(0);
        assertThat(driver.server.channels()).isEqualTo(1);
    }

    @Test
    void checksOnChannelsCountToo() {
        alice.bind(CHANNEL, shared.toString());
        bob.bind(CHANNEL, shared.toString());
        alice.send(Message.channelData(CHANNEL, Checks.check("bob", "alice")));
        bob.send(Message.channelData(CHANNEL, Checks.check("alice", "bob")));
        assertThat(alice.received()).hasSize(1);
        alice.send(Message.channelData(CHANNEL, bytes("media")));
        assertThat(bob.received()).hasSize(1);
    }

    @Test
    void nobodyIsReachedByWhomItSentNoCheckTo() {
        alice.permit(shared.toString());
        bob.permit(shared.toString());
        alice.sendTo(shared.toString(), bytes("anybody?"));
        alice.sendTo(shared.toString(), Checks.check("bob", "alice"));
        bob.sendTo(shared.toString(), Checks.check("carol", "bob"));
        alice.sendTo(shared.toString(), bytes("anybody?"));
        nothingReachesClients();
        assertThat(driver.count(TurnCounter.DROPPED_NOT_PAIRED)).isEqualTo(4);
    }

    @Test
    void aRelayHasOnePartnerAtATime() {
        meet();
        TestClient carol = TestClient.udp(driver, "198.51.100.9:40000").allocate();
        carol.permit(shared.toString());
        alice.sendTo(shared.toString(), Checks.check("carol", "alice"));
        carol.sendTo(shared.toString(), Checks.check("alice", "carol"));
        assertThat(alice.received()).isEmpty();
        alice.sendTo(shared.toString(), bytes("for bob"));
        assertThat(bob.received()).hasSize(1);
        assertThat(carol.received()).isEmpty();
        bob.refresh(0);
        carol.sendTo(shared.toString(), Checks.check("alice", "carol"));
        assertThat(alice.received()).hasSize(1);
    }

    @Test
    void partnersPartWhenAPermissionEnds() {
        meet();
        driver.advance(290);
        alice.permit(shared.toString());
        driver.advance(20);
        bob.permit("8.8.8.8:7101");
        alice.sendTo(shared.toString(), bytes("gone"));
        bob.permit(shared.toString());
        alice.sendTo(shared.toString(), bytes("gone"));
        nothingReachesClients();
        alice.sendTo(shared.toString(), Checks.check("bob", "alice"));
        assertThat(bob.received()).as("the names are known still").hasSize(1);
    }

    @Test
    void aRelayDoesNotMeetItself() {
        alice.permit(shared.toString());
        alice.sendTo(shared.toString(), Checks.check("alice", "alice"));
        alice.sendTo(shared.toString(), bytes("echo"));
        nothingReachesClients();
    }

    @Test
    void nothingComesFromThePortItselfByTheNetwork() {
        meet();
        fromPeer(shared.toString(), bytes("forged"));
        nothingReachesClients();
    }

    // ---- the plane

    @Test
    void thePlaneGetsAChannelWhenDataPassesSoThatTheCoreSeesTheChecks() {
        alice.bind(CHANNEL, PEER);
        assertThat(plane.installed).isEmpty();
        alice.send(Message.channelData(CHANNEL, Checks.check("peer", "alice")));
        fromPeer(PEER, Checks.check("alice", "peer"));
        assertThat(plane.installed).isEmpty();
        alice.send(Message.channelData(CHANNEL, bytes("media")));
        assertThat(plane.only().peer()).isEqualTo(TransportAddress.parse(PEER));

        bob.bind(CHANNEL, OTHER_PORT);
        fromPeer(OTHER_PORT, bytes("media"));
        assertThat(plane.installed).hasSize(2);
        assertThat(plane.installed).extracting(Flow::relaySocket).containsOnly(100);
    }

    @Test
    void thePlaneIsAskedOnceForEachFlow() {
        plane.declines = true;
        alice.bind(CHANNEL, PEER);
        alice.send(Message.channelData(CHANNEL, bytes("media")));
        plane.declines = false;
        alice.send(Message.channelData(CHANNEL, bytes("media")));
        assertThat(plane.installed).isEmpty();
        driver.advance(310);
        alice.permit(PEER);
        alice.send(Message.channelData(CHANNEL, bytes("media")));
        assertThat(plane.installed).as("a new flow").hasSize(1);
    }

    @Test
    void aSocketThatCannotBeHadIsNoCapacity() {
        alice.refresh(0);
        bob.refresh(0);
        driver.failure = SocketResult.Reason.NO_RESOURCES;
        assertThat(Message.code(alice.allocate(writer -> writer)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(driver.server.relayPortsInUse()).isZero();
    }
}
