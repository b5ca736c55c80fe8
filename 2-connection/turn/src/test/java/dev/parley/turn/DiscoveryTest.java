package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.behaviour.Alternates;
import dev.parley.stun.behaviour.Origin;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Binding on a server with alternates, RFC 5780; what the answers say is tested with STUN. */
class DiscoveryTest {
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    private static final int A1P1 = FakeDriver.UDP;
    private static final int A1P2 = 11;
    private static final int A2P1 = 12;
    private static final int A2P2 = 13;
    private static final int PLAIN = 14;

    private final RandomSource random = RandomSource.seeded(1);
    private final FakeDriver driver = new FakeDriver(TurnServerConfig.builder().build());

    DiscoveryTest() {
        for (int socket : new int[] {A1P2, A2P1, A2P2, PLAIN}) {
            driver.server.listen(socket);
        }
        Alternates.of(
                        origin(A1P1, "192.0.2.1:3478"),
                        origin(A1P2, "192.0.2.1:3479"),
                        origin(A2P1, "192.0.2.2:3478"),
                        origin(A2P2, "192.0.2.2:3479"))
                .forEach(driver.server::discovery);
    }

    private static Origin origin(int socket, String address) {
        return new Origin(socket, TransportAddress.parse(address));
    }

    private static UnaryOperator<StunWriter> change(int flags) {
        return writer -> writer.u32(StunAttributeType.CHANGE_REQUEST, flags);
    }

    private SentMessage ask(int socket, UnaryOperator<StunWriter> attributes) {
        driver.sent.clear();
        driver.receive(socket, CLIENT, Message.request(random, StunMethod.BINDING, attributes));
        assertThat(driver.sent).hasSize(1);
        return driver.sent.getFirst();
    }

    @Test
    void answersFromTheSocketThatTheRequestAsksFor() {
        int[] expected = {A2P2, A2P1, A1P2, A1P1};
        int[] flags = {6, 4, 2, 0};
        for (int i = 0; i < flags.length; i++) {
            SentMessage answer = ask(A1P1, change(flags[i]));
            assertThat(answer.socket()).isEqualTo(expected[i]);
            assertThat(answer.to()).isEqualTo(CLIENT);
        }
        assertThat(driver.paths.size()).as("nothing is kept").isZero();
    }

    @Test
    void answersToAnotherPortOfTheSameAddressAlone() {
        SentMessage answer = ask(A1P1, w -> w.u16(StunAttributeType.RESPONSE_PORT, 50_000));
        assertThat(answer.to()).isEqualTo(new TransportAddress(CLIENT.ip(), 50_000));
        assertThat(answer.socket()).isEqualTo(A1P1);
    }

    @Test
    void tellsTheOtherAddressOnlyWhereThereIsOne() {
        StunReader answer = Message.parse(ask(A2P1, w -> w).bytes());
        assertThat(answer.address(StunAttributeType.OTHER_ADDRESS))
                .isEqualTo(TransportAddress.parse("192.0.2.1:3479"));
        assertThat(ask(PLAIN, w -> w).bytes()).hasSize(32);
        assertThat(Message.code(ask(PLAIN, change(6)).bytes()))
                .isEqualTo(StunErrorCode.UNKNOWN_ATTRIBUTE);
    }

    @Test
    void servesItOverUdpAlone() {
        driver.fromStream(CLIENT, Message.request(random, StunMethod.BINDING, change(6)));
        assertThat(Message.code(driver.takeOne(CLIENT))).isEqualTo(StunErrorCode.UNKNOWN_ATTRIBUTE);
        driver.fromStream(CLIENT, Message.request(random, StunMethod.BINDING, w -> w));
        assertThat(driver.takeOne(CLIENT)).hasSize(32);
    }

    @Test
    void countsEveryRequest() {
        ask(A1P1, change(6));
        ask(A2P2, w -> w);
        assertThat(driver.count(TurnCounter.BINDING_REQUESTS)).isEqualTo(2);
    }
}
