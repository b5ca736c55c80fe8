package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A server that has several relay addresses of a family. */
class RelayAddressesTest {
    private static final RelayAddress FIRST = relay("10.0.0.5", "192.0.2.5");
    private static final RelayAddress SECOND = relay("10.0.0.6", "192.0.2.6");
    private static final RelayAddress THIRD = relay("10.0.0.7", "192.0.2.7");
    private static final RelayAddress V6 = relay("2001:db8::5", "2001:db8::5");

    private final FakeDriver driver = new FakeDriver(config(PortRange.DYNAMIC).build());

    private static RelayAddress relay(String bind, String external) {
        return new RelayAddress(IpAddress.parse(bind), IpAddress.parse(external));
    }

    private static TurnServerConfigBuilder config(PortRange ports) {
        return TurnServerConfig.builder()
                .credentials(
                        new TurnCredentials("parley")
                                .user(TestServers.USER, TestServers.PASSWORD)
                                .user("bob", "builder"))
                .relayPorts(ports)
                .relayAddress(FIRST)
                .relayAddress(SECOND)
                .relayAddress(V6)
                .relayAddress(THIRD);
    }

    private static TestClient allocate(FakeDriver driver, int port) {
        return TestClient.udp(driver, "198.51.100.7:" + port).allocate();
    }

    private static List<IpAddress> relayed(FakeDriver driver, int clients) {
        List<IpAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= clients; i++) {
            addresses.add(allocate(driver, i).relayed.ip());
        }
        return addresses;
    }

    @Test
    void theyTakeTurns() {
        assertThat(relayed(driver, 4))
                .containsExactly(
                        FIRST.external(), SECOND.external(), THIRD.external(), FIRST.external());
        assertThat(driver.relaySockets.values())
                .extracting(TransportAddress::ip)
                .contains(FIRST.bind(), SECOND.bind(), THIRD.bind());
    }

    @Test
    void aClientGetsTheOneThatItReached() {
        driver.server.listen(FakeDriver.UDP, SECOND.bind());
        assertThat(relayed(driver, 4)).containsOnly(SECOND.external());
        TestClient stream = TestClient.tcp(driver, "198.51.100.7:9").allocate();
        assertThat(stream.relayed.ip())
                .as("of a stream that is not known")
                .isEqualTo(FIRST.external());
        byte[] answer =
                TestClient.udp(driver, "198.51.100.7:10")
                        .allocate(writer ->
                                writer.u8(
                                        StunAttributeType.REQUESTED_ADDRESS_FAMILY,
                                        AddressFamily.IPV6));
        assertThat(Message.xorAddress(answer, StunAttributeType.XOR_RELAYED_ADDRESS).ip())
                .isEqualTo(V6.external());
    }

    @Test
    void aFullOneIsPassedOver() {
        FakeDriver small = new FakeDriver(config(new PortRange(50_000, 50_001)).build());
        small.server.listen(FakeDriver.UDP, SECOND.bind());
        assertThat(relayed(small, 6))
                .containsExactly(
                        SECOND.external(),
                        SECOND.external(),
                        FIRST.external(),
                        THIRD.external(),
                        FIRST.external(),
                        THIRD.external());
        assertThat(
                        Message.code(
                                TestClient.udp(small, "198.51.100.7:7")
                                        .request(StunMethod.ALLOCATE, Message::requestedTransport)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
    }

    @Test
    void oneThatCannotBeBoundIsMadeUpForByAnother() {
        driver.unusable.add(SECOND.bind());
        driver.server.listen(FakeDriver.STREAM, SECOND.bind());
        assertThat(relayed(driver, 5))
                .containsExactly(
                        FIRST.external(),
                        THIRD.external(),
                        FIRST.external(),
                        THIRD.external(),
                        FIRST.external());
        assertThat(TestClient.tcp(driver, "198.51.100.7:9").allocate().relayed.ip())
                .as("the next one in turn for who reached the broken one")
                .isIn(FIRST.external(), THIRD.external());
        assertThat(driver.events(TurnEvent.AddressUnusable.class))
                .isNotEmpty()
                .containsOnly(
                        new TurnEvent.AddressUnusable(
                                SECOND, SocketResult.Reason.ADDRESS_NOT_AVAILABLE));
        assertThat(driver.events(TurnEvent.PortsExhausted.class)).isEmpty();
        assertThat(driver.server.relayPortsInUse()).as("nothing is left behind").isEqualTo(6);
    }

    @Test
    void eachIsTriedOnceForARequest() {
        driver.unusable.addAll(List.of(FIRST.bind(), SECOND.bind(), THIRD.bind()));
        TestClient asking = TestClient.udp(driver, "198.51.100.7:1");
        assertThat(Message.code(asking.allocate(writer -> writer)))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(driver.events(TurnEvent.AddressUnusable.class))
                .extracting(TurnEvent.AddressUnusable::address)
                .containsExactlyInAnyOrder(FIRST, SECOND, THIRD);
        assertThat(driver.server.relayPortsInUse()).isZero();
        assertThat(driver.server.allocations()).isZero();
        assertThat(driver.relaySockets).isEmpty();
    }

    @Test
    void oneWithoutAPairIsPassedOverByWhoAsksForOne() {
        FakeDriver small = new FakeDriver(config(new PortRange(50_000, 50_001)).build());
        small.server.listen(FakeDriver.UDP, FIRST.bind());
        assertThat(relayed(small, 1)).containsExactly(FIRST.external());
        for (RelayAddress other : List.of(SECOND, THIRD)) {
            TestClient asking =
                    TestClient.udp(small, "198.51.100.8:" + (other.equals(SECOND) ? 1 : 2));
            assertThat(Message.code(asking.allocate(writer -> writer.evenPort(true)))).isZero();
            assertThat(asking.relayed.ip()).isEqualTo(other.external());
        }
        assertThat(small.events(TurnEvent.PortsExhausted.class)).isEmpty();
        TestClient last = TestClient.udp(small, "198.51.100.7:2");
        assertThat(Message.code(last.allocate(writer -> writer.evenPort(true))))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(small.events(TurnEvent.PortsExhausted.class)).hasSize(1);
    }

    @Test
    void oneWhosePortsOthersHoldIsPassedOver() {
        FakeDriver small = new FakeDriver(config(new PortRange(50_000, 50_003)).build());
        small.unusable.add(FIRST.bind());
        small.busyPorts.addAll(List.of(50_000, 50_002));
        TestClient asking = TestClient.udp(small, "198.51.100.7:1");
        assertThat(Message.code(asking.allocate(writer -> writer.evenPort(false))))
                .isEqualTo(StunErrorCode.INSUFFICIENT_CAPACITY);
        assertThat(small.count(TurnCounter.RELAY_PORTS_BUSY))
                .as("both even ports of both that can be bound")
                .isEqualTo(4);
        assertThat(small.server.relayPortsInUse()).isZero();
    }

    @Test
    void aPairOfPortsIsOfOneAddressAndTheTokenKeepsIt() {
        for (int i = 1; i <= 3; i++) {
            TestClient first = TestClient.udp(driver, "198.51.100.7:" + i);
            long token =
                    Message.parse(first.allocate(writer -> writer.evenPort(true)))
                            .u64(StunAttributeType.RESERVATION_TOKEN, 0);
            TestClient second = TestClient.udp(driver, "198.51.100.8:" + i);
            second.allocate(writer -> writer.u64(StunAttributeType.RESERVATION_TOKEN, token));
            assertThat(second.relayed)
                    .isEqualTo(new TransportAddress(first.relayed.ip(), first.relayed.port() + 1));
        }
    }

    @Test
    void anAllocationKeepsItsOneWhenItMoves() {
        allocate(driver, 1);
        TestClient home = TestClient.udp(driver, "198.51.100.7:2");
        byte[] answer = home.allocate(writer -> writer.flag(StunAttributeType.MOBILITY_TICKET));
        byte[] ticket =
                Objects.requireNonNull(
                        Message.parse(answer).bytes(StunAttributeType.MOBILITY_TICKET));
        assertThat(home.relayed.ip()).isEqualTo(SECOND.external());
        home.permit("8.8.8.8:7000");
        TestClient away = TestClient.udp(driver, "203.0.113.9:1");
        assertThat(
                        away.code(
                                StunMethod.REFRESH,
                                writer -> writer.bytes(StunAttributeType.MOBILITY_TICKET, ticket)))
                .isZero();
        away.sendTo("8.8.8.8:7000", bytes("from here"));
        int socket = driver.relaySocket(home.relayed);
        assertThat(driver.relaySockets.get(socket))
                .isEqualTo(new TransportAddress(SECOND.bind(), home.relayed.port()));
        assertThat(driver.takeOne(TransportAddress.parse("8.8.8.8:7000")))
                .isEqualTo(bytes("from here"));
    }

    @Test
    void relaysOnTwoOfThemMeetInsideTheServer() {
        TestClient alice = allocate(driver, 1);
        TestClient bob = TestClient.udp(driver, "198.51.100.8:1").as("bob", "builder").allocate();
        assertThat(Set.of(alice.relayed.ip(), bob.relayed.ip())).hasSize(2);
        alice.permit(bob.relayed.toString());
        bob.permit(alice.relayed.toString());
        alice.sendTo(bob.relayed.toString(), bytes("hello"));
        byte[] indication = driver.takeOne(bob.address);
        assertThat(Message.xorAddress(indication, StunAttributeType.XOR_PEER_ADDRESS))
                .isEqualTo(alice.relayed);
        assertThat(driver.sent).as("nothing leaves by a relay socket").isEmpty();
    }

    @Test
    void addressesThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(() ->
                        config(PortRange.DYNAMIC)
                                .relayAddress(relay("10.0.0.9", "192.0.2.5"))
                                .build())
                .hasMessageContaining("--relay-address LOCAL/EXTERNAL");
        assertThatThrownBy(() -> config(PortRange.DYNAMIC).relayAddress(FIRST).build())
                .hasMessageContaining("relay addresses differ");
        assertThatThrownBy(() -> config(PortRange.single(50_000)).build())
                .hasMessageContaining("set --relay-ports to a range");
    }
}
