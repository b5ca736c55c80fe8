package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressErrorCode;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocateTest {
    private final FakeDriver driver = new FakeDriver(TestServers.both().build());
    private final TestClient client = TestClient.udp(driver, "198.51.100.7:40000");

    @Test
    void givesARelayedAddressAndSaysHowTheClientIsSeen() {
        byte[] bytes = client.allocate(UnaryOperator.identity());
        StunReader answer = Message.parse(bytes);

        TransportAddress relayed = Message.xorAddress(bytes, StunAttributeType.XOR_RELAYED_ADDRESS);
        assertThat(relayed.ip()).hasToString(TestServers.RELAY_V4);
        assertThat(PortRange.DYNAMIC.contains(relayed.port())).isTrue();
        assertThat(answer.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS))
                .isEqualTo(client.address);
        assertThat(answer.u32(StunAttributeType.LIFETIME)).isEqualTo(600);
        assertThat(driver.relaySockets).containsValue(relayed);
        assertThat(driver.events(TurnEvent.AllocationCreated.class))
                .singleElement()
                .satisfies(created -> {
                    assertThat(created.user()).isEqualTo(TestServers.USER);
                    assertThat(created.relayed()).containsExactly(relayed);
                });
    }

    @Test
    void tellsTheExternalAddressBehindANat() {
        FakeDriver natted =
                new FakeDriver(
                        TurnServerConfig.builder()
                                .credentials(
                                        new TurnCredentials("parley")
                                                .user(TestServers.USER, TestServers.PASSWORD))
                                .relayAddress(
                                        new RelayAddress(
                                                TransportAddress.parse("10.0.0.5:0").ip(),
                                                TransportAddress.parse("192.0.2.99:0").ip()))
                                .build());
        TestClient behind = TestClient.udp(natted, "198.51.100.7:40000").allocate();

        assertThat(behind.relayed.ip()).hasToString("192.0.2.99");
        assertThat(natted.relaySockets.values().iterator().next().ip()).hasToString("10.0.0.5");
    }

    @Test
    void answersARetransmissionTheSameAndMakesNothingNew() {
        client.learnNonce();
        byte[] request =
                client.sealed(
                        StunMethod.ALLOCATE, new TransactionId(1, 2), Message::requestedTransport);
        byte[] first = client.ask(request);
        driver.advance(2);
        byte[] second = client.ask(request);

        assertThat(second).isEqualTo(first);
        assertThat(driver.relaySockets).hasSize(1);
        assertThat(driver.count(TurnCounter.RETRANSMISSIONS)).isEqualTo(1);
    }

    @Test
    void leavesARetransmissionAloneWhileTheSocketIsBeingOpened() {
        client.learnNonce();
        byte[] request =
                client.sealed(
                        StunMethod.ALLOCATE, new TransactionId(1, 2), Message::requestedTransport);
        driver.holdCommands = true;
        client.send(request);
        client.send(request);
        assertThat(client.received()).isEmpty();

        driver.holdCommands = false;
        driver.drain();
        assertThat(Message.code(driver.takeOne(client.address))).isZero();
        assertThat(driver.relaySockets).hasSize(1);
    }

    @Test
    void refusesASecondAllocationOnTheSamePath() {
        client.allocate();
        assertThat(Message.code(client.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.ALLOCATION_MISMATCH);
    }

    @Test
    void refusesOtherTransportsThanUdp() {
        assertThat(
                        client.code(
                                StunMethod.ALLOCATE,
                                writer -> writer.u8(StunAttributeType.REQUESTED_TRANSPORT, 6)))
                .isEqualTo(StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL);
    }

    @Test
    void wantsToKnowTheTransport() {
        assertThat(client.code(StunMethod.ALLOCATE, UnaryOperator.identity()))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
    }

    @Test
    void namesAttributesThatItDoesNotUnderstand() {
        StunReader answer = Message.parse(client.allocate(writer -> writer.flag(0x7F01)));
        assertThat(answer.errorCode()).isEqualTo(StunErrorCode.UNKNOWN_ATTRIBUTE);
        assertThat(answer.unknownAttributes()).containsExactly(0x7F01);
    }

    @Test
    void overlooksOptionalAttributes() {
        assertThat(Message.code(client.allocate(writer -> writer.flag(0xC057)))).isZero();
    }

    @Test
    void grantsLifetimesWithinLimits() {
        assertThat(lifetimeFor(7200)).isEqualTo(3600);
        assertThat(lifetimeFor(1200)).isEqualTo(1200);
        assertThat(lifetimeFor(5)).isEqualTo(600);
        assertThat(lifetimeFor(0)).isEqualTo(600);
    }

    private long lifetimeFor(int seconds) {
        FakeDriver fresh = new FakeDriver(TestServers.v4Only().build());
        TestClient asking = TestClient.udp(fresh, "198.51.100.7:40000");
        byte[] answer = asking.allocate(writer -> writer.u32(StunAttributeType.LIFETIME, seconds));
        return Message.parse(answer).u32(StunAttributeType.LIFETIME);
    }

    @Test
    void triesOtherPortsWhenOneIsBusy() {
        FakeDriver few =
                new FakeDriver(
                        TestServers.v4Only().relayPorts(new PortRange(50000, 50003)).build());
        few.busyPorts.addAll(List.of(50000, 50001, 50003));
        TestClient asking = TestClient.udp(few, "198.51.100.7:40000").allocate();

        assertThat(asking.relayed.port()).isEqualTo(50002);
        assertThat(few.server.relayPortsInUse()).isEqualTo(1);
    }

    @Test
    void findsTheOneOfManyPortsThatNobodyHolds() {
        FakeDriver one =
                new FakeDriver(
                        TestServers.v4Only().relayPorts(new PortRange(50000, 50063)).build());
        IntStream.range(50000, 50063).forEach(one.busyPorts::add);

        assertThat(TestClient.udp(one, "198.51.100.7:40000").allocate().relayed.port())
                .isEqualTo(50063);
    }

    @Test
    void saysSoWhenNoPortCanBeHad() {
        FakeDriver none =
                new FakeDriver(
                        TestServers.v4Only().relayPorts(new PortRange(50000, 50001)).build());
        none.busyPorts.addAll(List.of(50000, 50001));
        TestClient asking = TestClient.udp(none, "198.51.100.7:40000");

        assertThat(Message.code(asking.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(none.events(TurnEvent.PortsExhausted.class)).hasSize(1);
        assertThat(none.server.relayPortsInUse()).isZero();
        assertThat(none.server.allocations()).isZero();
        assertThat(none.paths.size()).isZero();
    }

    @Test
    void saysSoWhenSocketsCannotBeOpened() {
        driver.failure = SocketResult.Reason.NO_RESOURCES;
        assertThat(Message.code(client.allocate(UnaryOperator.identity())))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.server.allocations()).isZero();

        driver.failure = null;
        client.allocate();
    }

    // ---- families

    @Test
    void givesTheFamilyThatIsAskedFor() {
        assertThat(allocateFamily(client, AddressFamily.IPV6)).isZero();
        assertThat(client.relayed.ip()).hasToString(TestServers.RELAY_V6);
    }

    @Test
    void givesTheClientsFamilyWithoutBeingAsked() {
        TestClient six = TestClient.udp(driver, "[2001:db8:1::7]:40000").allocate();
        assertThat(six.relayed.ip()).hasToString(TestServers.RELAY_V6);
    }

    @Test
    void givesIpv4ToAnIpv6ClientWhenThereIsNothingElse() {
        FakeDriver onlyV4 = new FakeDriver(TestServers.v4Only().build());
        TestClient six = TestClient.udp(onlyV4, "[2001:db8:1::7]:40000").allocate();
        assertThat(six.relayed.ip()).hasToString(TestServers.RELAY_V4);
    }

    @Test
    void refusesAFamilyThatItHasNot() {
        FakeDriver onlyV4 = new FakeDriver(TestServers.v4Only().build());
        TestClient asking = TestClient.udp(onlyV4, "198.51.100.7:40000");
        assertThat(allocateFamily(asking, AddressFamily.IPV6))
                .isEqualTo(StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED);
        assertThat(allocateFamily(asking, 9)).isEqualTo(StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED);
    }

    private static int allocateFamily(TestClient client, int family) {
        return Message.code(
                client.allocate(
                        writer -> writer.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, family)));
    }

    @Test
    void givesBothFamiliesAtOnce() {
        byte[] answer = allocateBoth(client);
        assertThat(relayedIn(answer))
                .extracting(relayed -> relayed.ip().toString())
                .containsExactly(TestServers.RELAY_V4, TestServers.RELAY_V6);
        assertThat(driver.relaySockets).hasSize(2);
        assertThat(client.permit("8.8.8.8:1", "[2606:4700::1]:1")).isZero();
    }

    @Test
    void givesOneFamilyAndSaysWhyNotTheOther() {
        FakeDriver onlyV4 = new FakeDriver(TestServers.v4Only().build());
        byte[] answer = allocateBoth(TestClient.udp(onlyV4, "198.51.100.7:40000"));
        assertThat(relayedIn(answer)).hasSize(1);
        assertThat(Message.parse(answer).addressErrorCode())
                .isEqualTo(
                        new AddressErrorCode(
                                AddressFamily.IPV6, StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED));
    }

    @Test
    void endsOneFamilyOfTwo() {
        allocateBoth(client);
        byte[] answer =
                client.request(
                        StunMethod.REFRESH,
                        writer ->
                                writer.u32(StunAttributeType.LIFETIME, 0)
                                        .u8(
                                                StunAttributeType.REQUESTED_ADDRESS_FAMILY,
                                                AddressFamily.IPV6));
        assertThat(Message.code(answer)).isZero();
        assertThat(driver.relaySockets).hasSize(1);
        assertThat(client.permit("[2606:4700::1]:1"))
                .isEqualTo(StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
        assertThat(client.permit("8.8.8.8:1")).isZero();
    }

    private static byte[] allocateBoth(TestClient client) {
        byte[] answer =
                client.allocate(writer ->
                        writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, AddressFamily.IPV6));
        assertThat(Message.code(answer)).isZero();
        return answer;
    }

    private static List<TransportAddress> relayedIn(byte[] answer) {
        StunReader reader = Message.parse(answer);
        List<TransportAddress> relayed = new ArrayList<>();
        for (int i = 0; i < reader.attributeCount(); i++) {
            if (reader.attributeType(i) == StunAttributeType.XOR_RELAYED_ADDRESS) {
                relayed.add(Objects.requireNonNull(reader.xorAddressAt(i)));
            }
        }
        return relayed;
    }

    @Test
    void refusesWishesThatContradictEachOther() {
        assertThat(
                        Message.code(
                                client.allocate(writer ->
                                        writer.u8(
                                                        StunAttributeType.REQUESTED_ADDRESS_FAMILY,
                                                        AddressFamily.IPV4)
                                                .u8(
                                                        StunAttributeType.ADDITIONAL_ADDRESS_FAMILY,
                                                        AddressFamily.IPV6))))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(
                        Message.code(
                                client.allocate(writer ->
                                        writer.evenPort(true)
                                                .u64(StunAttributeType.RESERVATION_TOKEN, 1))))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(
                        Message.code(
                                client.allocate(writer ->
                                        writer.u8(
                                                StunAttributeType.ADDITIONAL_ADDRESS_FAMILY,
                                                AddressFamily.IPV4))))
                .isEqualTo(StunErrorCode.BAD_REQUEST);
        assertThat(driver.server.relayPortsInUse()).isZero();
    }

    // ---- EVEN-PORT

    @Test
    void givesAnEvenPort() {
        assertThat(Message.code(client.allocate(writer -> writer.evenPort(false)))).isZero();
        assertThat(client.relayed.port() % 2).isZero();
        assertThat(driver.server.relayPortsInUse()).isEqualTo(1);
    }

    @Test
    void keepsTheNextPortForItsOwner() {
        byte[] answer = client.allocate(writer -> writer.evenPort(true));
        long token = Message.parse(answer).u64(StunAttributeType.RESERVATION_TOKEN, 0);
        assertThat(token).isNotZero();
        assertThat(driver.relaySockets).hasSize(2);

        TestClient second = TestClient.udp(driver, "198.51.100.7:40001");
        assertThat(Message.code(allocateReserved(second, token))).isZero();
        assertThat(second.relayed.port()).isEqualTo(client.relayed.port() + 1);
        assertThat(driver.relaySockets).hasSize(2);

        TestClient third = TestClient.udp(driver, "198.51.100.7:40002");
        assertThat(Message.code(allocateReserved(third, token)))
                .as("a token is good once")
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void keepsAReservedPortFromOtherUsers() {
        byte[] answer = client.allocate(writer -> writer.evenPort(true));
        long token = Message.parse(answer).u64(StunAttributeType.RESERVATION_TOKEN, 0);
        TestClient other = TestClient.udp(driver, "198.51.100.7:40001").as("bob", "builder");
        assertThat(Message.code(allocateReserved(other, token)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void givesAReservedPortBackAfterHalfAMinute() {
        client.allocate(writer -> writer.evenPort(true));
        assertThat(driver.server.relayPortsInUse()).isEqualTo(2);
        driver.advance(31);
        assertThat(driver.server.relayPortsInUse()).isEqualTo(1);
        assertThat(driver.relaySockets).hasSize(1);
    }

    @Test
    void whoMayNotKeepTheNextPortGetsNeither() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(1, 9, 9, 9, 9, 9)).build());
        TestClient wants = TestClient.udp(tight, "198.51.100.7:40000");
        assertThat(Message.code(wants.allocate(writer -> writer.evenPort(true))))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(tight.events(TurnEvent.QuotaReached.class)).hasSize(1);
        assertThat(tight.relaySockets).isEmpty();
        assertThat(tight.server.relayPortsInUse()).isZero();
        assertThat(Message.code(wants.allocate(writer -> writer.evenPort(false)))).isZero();
    }

    @Test
    void aReservedPortWaitsOnWhereTheNetworkOfItsOwnerHasNoRoom() {
        FakeDriver tight =
                new FakeDriver(TestServers.v4Only().quotas(new Quotas(9, 2, 9, 9, 9, 9)).build());
        byte[] answer =
                TestClient.udp(tight, "198.51.100.7:1").allocate(writer -> writer.evenPort(true));
        long token = Message.parse(answer).u64(StunAttributeType.RESERVATION_TOKEN, 0);
        TestClient.udp(tight, "203.0.113.7:1").allocate();
        TestClient last = TestClient.udp(tight, "203.0.113.7:2").allocate();
        TestClient owner = TestClient.udp(tight, "203.0.113.7:3");
        assertThat(Message.code(allocateReserved(owner, token)))
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
        last.refresh(0);
        assertThat(Message.code(allocateReserved(owner, token))).isZero();
        assertThat(Message.code(last.allocate(UnaryOperator.identity())))
                .as("it counts where it is now")
                .isEqualTo(StunErrorCode.ALLOCATION_QUOTA_REACHED);
    }

    private static byte[] allocateReserved(TestClient client, long token) {
        return client.allocate(writer -> writer.u64(StunAttributeType.RESERVATION_TOKEN, token));
    }

    @Test
    void closesSocketsThatComeAfterTheClientLeft() {
        TestClient stream = TestClient.tcp(driver, "198.51.100.8:40000");
        stream.learnNonce();
        driver.holdCommands = true;
        stream.send(stream.sealed(StunMethod.ALLOCATE, Message::requestedTransport));
        driver.disconnect(stream.address);
        driver.holdCommands = false;
        driver.drain();

        assertThat(driver.relaySockets).isEmpty();
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.paths.size()).isZero();
    }
}
