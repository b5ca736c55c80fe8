package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.TransportAddress;
import org.junit.jupiter.api.Test;

class BindingResponderTest {
    private static final TransactionId ID = new TransactionId(7, 8);
    private static final TransportAddress V4 = TransportAddress.parse("192.0.2.1:3478");
    private static final TransportAddress V6 = TransportAddress.parse("[2001:db8::1]:3478");

    private final byte[] in = new byte[1024];
    private final byte[] out = new byte[BindingResponder.MAX_RESPONSE_BYTES];
    private final StunWriter writer = new StunWriter();
    private final StunReader reader = new StunReader();
    private final BindingResponder responder = new BindingResponder();

    private StunWriter request() {
        return writer.wrap(in, 0, in.length).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
    }

    private int respond(StunWriter request, TransportAddress source) {
        int length = responder.respond(in, 0, request.finish(), source, out, 0);
        if (length > 0) {
            assertThat(reader.parse(out, 0, length)).isEqualTo(ParseResult.OK);
            assertThat(reader.hasTransactionId(ID)).isTrue();
        }
        return length;
    }

    @Test
    void tellsTheSourceAndNothingElse() {
        assertThat(respond(request(), V4)).isEqualTo(32);
        assertThat(reader.is(StunClass.SUCCESS, StunMethod.BINDING)).isTrue();
        assertThat(reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS)).isEqualTo(V4);
        assertThat(reader.attributeCount()).isEqualTo(1);
        assertThat(respond(request(), V6)).isEqualTo(44);
        assertThat(reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS)).isEqualTo(V6);
    }

    @Test
    void putsAFingerprintWhereTheRequestHadOne() {
        assertThat(respond(request().fingerprint(), V4)).isEqualTo(40);
        assertThat(reader.verifyFingerprint()).isTrue();
    }

    @Test
    void overlooksCredentialsAndOptionalAttributes() {
        int length =
                respond(
                        request()
                                .text(StunAttributeType.USERNAME, "a")
                                .flag(0xC057)
                                .messageIntegrity(new MessageIntegrity(new byte[] {1})),
                        V4);
        assertThat(length).isEqualTo(32);
    }

    @Test
    void refusesWhatItMustUnderstandAndDoesNot() {
        respond(request().u32(StunAttributeType.CHANGE_REQUEST, 4).flag(0x7FFF).fingerprint(), V4);
        assertThat(reader.is(StunClass.ERROR, StunMethod.BINDING)).isTrue();
        assertThat(reader.errorCode()).isEqualTo(StunErrorCode.UNKNOWN_ATTRIBUTE);
        assertThat(reader.errorReason()).isEmpty();
        assertThat(reader.unknownAttributes())
                .containsExactly(StunAttributeType.CHANGE_REQUEST, 0x7FFF);
        assertThat(reader.verifyFingerprint()).isTrue();
    }

    @Test
    void overlooksWhatItsOwnerUnderstands() {
        BindingResponder tolerant = new BindingResponder(AttributeSet.ICE);
        int length = request().u32(StunAttributeType.PRIORITY, 1).finish();
        assertThat(tolerant.respond(in, 0, length, V4, out, 0)).isEqualTo(32);
    }

    @Test
    void neverAnswersWithMoreThanTwoPointTwoTimesTheRequest() {
        for (TransportAddress source : new TransportAddress[] {V4, V6}) {
            for (boolean fingerprint : new boolean[] {false, true}) {
                for (int unknown = 0; unknown <= StunReader.MAX_ATTRIBUTES - 1; unknown++) {
                    StunWriter request = request();
                    for (int i = 0; i < unknown; i++) {
                        request.flag(0x7000 + i);
                    }
                    if (fingerprint) {
                        request.fingerprint();
                    }
                    int length = respond(request, source);
                    int requestLength = 20 + 4 * unknown + (fingerprint ? 8 : 0);
                    assertThat(length)
                            .as("%s, %d unknown, fingerprint %b", source, unknown, fingerprint)
                            .isPositive()
                            .isLessThanOrEqualTo(requestLength * 22 / 10);
                }
            }
        }
    }

    @Test
    void isSilentForEverythingThatIsNoRequest() {
        for (StunClass other :
                new StunClass[] {StunClass.INDICATION, StunClass.SUCCESS, StunClass.ERROR}) {
            assertThat(
                            respond(
                                    writer.wrap(in, 0, in.length)
                                            .begin(other, StunMethod.BINDING, ID),
                                    V4))
                    .isZero();
        }
        assertThat(
                        respond(
                                writer.wrap(in, 0, in.length)
                                        .begin(StunClass.REQUEST, StunMethod.ALLOCATE, ID),
                                V4))
                .isZero();
        int length = request().fingerprint().finish();
        in[length - 1] ^= 1;
        assertThat(responder.respond(in, 0, length, V4, out, 0)).isZero();
        // RFC 3489 had no cookie; its clients are gone, its messages serve reflection only.
        length = request().finish();
        Bytes.i32(in, 4, 0);
        assertThat(responder.respond(in, 0, length, V4, out, 0)).isZero();
    }
}
