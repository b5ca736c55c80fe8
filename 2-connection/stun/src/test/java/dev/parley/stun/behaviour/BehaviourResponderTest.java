package dev.parley.stun.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Bytes;
import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BehaviourResponderTest {
    private static final TransactionId ID = new TransactionId(7, 8);
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    private static final TransportAddress CLIENT_V6 = TransportAddress.parse("[2001:db8::7]:40000");
    private static final int A1P1 = 1;
    private static final int A1P2 = 2;
    private static final int A2P1 = 3;
    private static final int A2P2 = 4;
    private static final int LONE_P1 = 5;
    private static final int LONE_P2 = 6;
    private static final int V6_A1P1 = 7;

    private final byte[] in = new byte[4096];
    private final byte[] out = new byte[BehaviourResponder.MAX_RESPONSE_BYTES];
    private final StunWriter writer = new StunWriter();
    private final StunReader request = new StunReader();
    private final StunReader answer = new StunReader();
    private final BehaviourResponder responder = new BehaviourResponder();

    BehaviourResponderTest() {
        Alternates.of(
                        origin(A1P1, "192.0.2.1:3478"),
                        origin(A1P2, "192.0.2.1:3479"),
                        origin(A2P1, "192.0.2.2:3478"),
                        origin(A2P2, "192.0.2.2:3479"))
                .forEach(responder::add);
        Alternates.of(
                        origin(LONE_P1, "203.0.113.1:3478"),
                        origin(LONE_P2, "203.0.113.1:3479"),
                        null,
                        null)
                .forEach(responder::add);
        Alternates.of(
                        origin(V6_A1P1, "[2001:db8::1]:3478"),
                        origin(8, "[2001:db8::1]:3479"),
                        origin(9, "[2001:db8::2]:3478"),
                        origin(10, "[2001:db8::2]:3479"))
                .forEach(responder::add);
    }

    private static Origin origin(int socket, String address) {
        return new Origin(socket, TransportAddress.parse(address));
    }

    private int ask(int socket, UnaryOperator<StunWriter> attributes) {
        return ask(socket, CLIENT, attributes);
    }

    private int ask(int socket, TransportAddress from, UnaryOperator<StunWriter> attributes) {
        StunWriter begun =
                writer.wrap(in, 0, in.length).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
        int length = attributes.apply(begun).finish();
        assertThat(request.parse(in, 0, length)).isEqualTo(ParseResult.OK);
        int answered =
                responder.respond(
                        request,
                        socket,
                        from.ip().v6(),
                        from.ip().high(),
                        from.ip().low(),
                        from.port(),
                        out,
                        0);
        if (answered > 0) {
            assertThat(answer.parse(out, 0, answered)).isEqualTo(ParseResult.OK);
            assertThat(answer.hasTransactionId(ID)).isTrue();
        }
        return answered;
    }

    private static UnaryOperator<StunWriter> change(int flags) {
        return writer -> writer.u32(StunAttributeType.CHANGE_REQUEST, flags);
    }

    private void expectSuccessFrom(int socket, int port) {
        assertThat(answer.is(StunClass.SUCCESS, StunMethod.BINDING)).isTrue();
        assertThat(answer.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS)).isEqualTo(CLIENT);
        assertThat(responder.origin().socket()).isEqualTo(socket);
        assertThat(responder.port()).isEqualTo(port);
    }

    private void expectRefusal(int code, int socket) {
        assertThat(answer.is(StunClass.ERROR, StunMethod.BINDING)).isTrue();
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.errorReason()).isEmpty();
        assertThat(responder.origin().socket()).isEqualTo(socket);
        assertThat(responder.port()).isEqualTo(CLIENT.port());
    }

    @Test
    void tellsAPlainClientTheOtherAddressInFortyFourBytes() {
        assertThat(ask(A1P1, w -> w)).isEqualTo(44);
        expectSuccessFrom(A1P1, CLIENT.port());
        assertThat(answer.address(StunAttributeType.OTHER_ADDRESS))
                .isEqualTo(TransportAddress.parse("192.0.2.2:3479"));
        assertThat(answer.attributeCount()).isEqualTo(2);
        assertThat(ask(A2P2, w -> w)).isEqualTo(44);
        assertThat(answer.address(StunAttributeType.OTHER_ADDRESS))
                .isEqualTo(TransportAddress.parse("192.0.2.1:3478"));
        assertThat(ask(V6_A1P1, CLIENT_V6, w -> w)).isEqualTo(68);
    }

    @Test
    void tellsAPlainClientOfAOneAddressServerNothingThatWouldMisleadIt() {
        assertThat(ask(LONE_P1, w -> w)).isEqualTo(32);
        assertThat(answer.attributeCount()).isEqualTo(1);
        assertThat(ask(LONE_P1, change(0))).isEqualTo(56);
        assertThat(answer.address(StunAttributeType.OTHER_ADDRESS))
                .isEqualTo(TransportAddress.parse("203.0.113.1:3479"));
        expectSuccessFrom(LONE_P1, CLIENT.port());
    }

    @Test
    void answersFromWhereItIsAsked() {
        int[][] expected = {
            {A1P1, A1P1, A1P2, A2P1, A2P2},
            {A1P2, A1P2, A1P1, A2P2, A2P1},
            {A2P1, A2P1, A2P2, A1P1, A1P2},
            {A2P2, A2P2, A2P1, A1P2, A1P1},
        };
        int[] flags = {0, ChangeRequest.PORT, ChangeRequest.IP, 6};
        for (int[] row : expected) {
            for (int i = 0; i < flags.length; i++) {
                assertThat(ask(row[0], change(flags[i]))).isEqualTo(56);
                expectSuccessFrom(row[1 + i], CLIENT.port());
                assertThat(answer.address(StunAttributeType.RESPONSE_ORIGIN))
                        .isEqualTo(responder.origin().address());
            }
        }
        assertThat(ask(LONE_P1, change(ChangeRequest.PORT))).isEqualTo(56);
        expectSuccessFrom(LONE_P2, CLIENT.port());
    }

    @Test
    void refusesAChangeToAnAddressThatItDoesNotHave() {
        for (int flags : new int[] {ChangeRequest.IP, 6}) {
            ask(LONE_P1, change(flags));
            expectRefusal(StunErrorCode.UNKNOWN_ATTRIBUTE, LONE_P1);
            assertThat(answer.unknownAttributes())
                    .containsExactly(StunAttributeType.CHANGE_REQUEST);
        }
    }

    @Test
    void answersToAnotherPortOfTheSameAddress() {
        assertThat(ask(A1P1, w -> w.u16(StunAttributeType.RESPONSE_PORT, 50_000))).isEqualTo(32);
        expectSuccessFrom(A1P1, 50_000);
        ask(
                A1P1,
                w ->
                        w.u16(StunAttributeType.RESPONSE_PORT, 50_000)
                                .u32(StunAttributeType.CHANGE_REQUEST, 6));
        expectSuccessFrom(A2P2, 50_000);
    }

    @Test
    void refusesServicesAsResponsePortAndPaddingWithIt() {
        for (int port : new int[] {0, 53, 123, 1023}) {
            ask(A1P1, w -> w.u16(StunAttributeType.RESPONSE_PORT, port));
            expectRefusal(StunErrorCode.BAD_REQUEST, A1P1);
        }
        ask(
                A1P1,
                w ->
                        w.u32(StunAttributeType.CHANGE_REQUEST, 6)
                                .u16(StunAttributeType.RESPONSE_PORT, 50_000)
                                .bytes(StunAttributeType.PADDING, new byte[64]));
        expectRefusal(StunErrorCode.BAD_REQUEST, A1P1);
        ask(A1P1, w -> w.bytes(StunAttributeType.RESPONSE_PORT, new byte[3]));
        expectRefusal(StunErrorCode.BAD_REQUEST, A1P1);
        ask(A1P1, w -> w.bytes(StunAttributeType.CHANGE_REQUEST, new byte[3]));
        expectRefusal(StunErrorCode.BAD_REQUEST, A1P1);
    }

    @Test
    void padsWithAsMuchAsCameAndNoMoreThanItsMost() {
        for (int length : new int[] {0, 1, 64, 1500, 3000}) {
            ask(A1P1, w -> w.bytes(StunAttributeType.PADDING, new byte[length]));
            expectSuccessFrom(A1P1, CLIENT.port());
            assertThat(answer.bytes(StunAttributeType.PADDING))
                    .hasSize(Math.min(length, BehaviourResponder.MAX_PADDING_BYTES));
        }
    }

    @Test
    void refusesWhatItMustUnderstandAndDoesNot() {
        ask(A1P1, w -> w.flag(0x7FFF).u32(StunAttributeType.CHANGE_REQUEST, 6));
        expectRefusal(StunErrorCode.UNKNOWN_ATTRIBUTE, A1P1);
        assertThat(answer.unknownAttributes()).containsExactly(0x7FFF);
    }

    @Test
    void putsAFingerprintWhereTheRequestHadOne() {
        ask(A1P1, w -> w.u32(StunAttributeType.CHANGE_REQUEST, 2).fingerprint());
        assertThat(answer.verifyFingerprint()).isTrue();
        ask(A1P1, w -> w.u16(StunAttributeType.RESPONSE_PORT, 1).fingerprint());
        assertThat(answer.verifyFingerprint()).isTrue();
    }

    @Test
    void isSilentForWhatIsNoRequestOrDamaged() {
        int length =
                writer.wrap(in, 0, in.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, ID)
                        .fingerprint()
                        .finish();
        in[length - 1] ^= 1;
        assertThat(request.parse(in, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(responder.respond(request, A1P1, false, 0, 1, 2000, out, 0)).isZero();
        Bytes.u16(in, 0, StunClass.SUCCESS.messageType(StunMethod.BINDING));
        length = 20;
        Bytes.u16(in, 2, 0);
        assertThat(request.parse(in, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(responder.respond(request, A1P1, false, 0, 1, 2000, out, 0)).isZero();
    }

    /** The figures of docs/stun.md. */
    @Test
    void neverAnswersWithMoreThanTheDocumentedFactor() {
        for (int change = -1; change <= 6; change++) {
            for (int padding = -1; padding <= 3000; padding += padding < 40 ? 1 : 500) {
                for (int port : new int[] {-1, 0, 50_000}) {
                    for (boolean fingerprint : new boolean[] {false, true}) {
                        UnaryOperator<StunWriter> attributes =
                                attributes(change, padding, port, fingerprint);
                        int v4 = ask(A1P1, attributes);
                        assertThat(v4).isPositive().isLessThanOrEqualTo(request.length() * 22 / 10);
                        int v6 = ask(V6_A1P1, CLIENT_V6, attributes);
                        assertThat(v6).isPositive().isLessThanOrEqualTo(request.length() * 34 / 10);
                        int lone = ask(LONE_P1, attributes);
                        assertThat(lone)
                                .isPositive()
                                .isLessThanOrEqualTo(request.length() * 22 / 10);
                    }
                }
            }
        }
    }

    private static UnaryOperator<StunWriter> attributes(
            int change, int padding, int port, boolean fingerprint) {
        return writer -> {
            if (change >= 0) {
                writer.u32(StunAttributeType.CHANGE_REQUEST, change);
            }
            if (padding >= 0) {
                writer.bytes(StunAttributeType.PADDING, new byte[padding]);
            }
            if (port >= 0) {
                writer.u16(StunAttributeType.RESPONSE_PORT, port);
            }
            return fingerprint ? writer.fingerprint() : writer;
        };
    }

    @Test
    void isNoAnswererForSocketsThatHaveNoAlternates() {
        assertThat(responder.serves(A1P1)).isTrue();
        assertThat(responder.serves(99)).isFalse();
        assertThatThrownBy(() -> ask(99, w -> w)).isInstanceOf(IllegalStateException.class);
    }
}
