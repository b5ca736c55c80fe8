package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.TransportAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunWriterTest {
    private static final TransactionId ID = new TransactionId(1, 2);
    private static final MessageIntegrity KEY = new MessageIntegrity(new byte[] {1});

    private final StunWriter writer = new StunWriter();

    private StunWriter begin(byte[] buf, int capacity) {
        return writer.wrap(buf, 0, capacity).begin(StunClass.REQUEST, StunMethod.BINDING, ID);
    }

    /** One message with everything in it that pads or reserves. */
    private static int writeAll(StunWriter begun) {
        return begun.text(StunAttributeType.SOFTWARE, "a")
                .evenPort(true)
                .u8(StunAttributeType.REQUESTED_TRANSPORT, 17)
                .u16(StunAttributeType.CHANNEL_NUMBER, 0x4000)
                .errorCode(401)
                .unknownAttributes(new int[] {7}, 1)
                .xorAddress(
                        StunAttributeType.XOR_PEER_ADDRESS,
                        TransportAddress.parse("[2001:db8::1]:9"))
                .address(StunAttributeType.MAPPED_ADDRESS, TransportAddress.parse("192.0.2.1:9"))
                .passwordAlgorithms(List.of(PasswordAlgorithm.MD5, PasswordAlgorithm.SHA256))
                .icmpError(new IcmpError(3, 4, 1200))
                .messageIntegrity(KEY)
                .messageIntegritySha256(KEY)
                .fingerprint()
                .finish();
    }

    @Test
    void letsNoOldBytesOfTheBufferOut() {
        byte[] clean = new byte[512];
        byte[] dirty = new byte[512];
        Arrays.fill(dirty, (byte) 0x5A);
        int length = writeAll(begin(clean, clean.length));
        assertThat(writeAll(begin(dirty, dirty.length))).isEqualTo(length);
        assertThat(Arrays.copyOf(dirty, length)).isEqualTo(Arrays.copyOf(clean, length));
        assertThat(dirty[length]).isEqualTo((byte) 0x5A);
    }

    @Test
    void finishesWithNothingWhenItDoesNotFit() {
        byte[] buf = new byte[512];
        int length = writeAll(begin(buf, buf.length));
        for (int capacity = 0; capacity < length; capacity++) {
            byte[] small = new byte[512];
            assertThat(writeAll(begin(small, capacity))).as("capacity %d", capacity).isZero();
            for (int i = capacity; i < small.length; i++) {
                assertThat(small[i]).as("capacity %d", capacity).isZero();
            }
        }
        assertThat(writeAll(begin(buf, length))).isEqualTo(length);
    }

    @Test
    void finishesWithNothingBeyondTheLengthField() {
        byte[] buf = new byte[0x20000];
        assertThat(begin(buf, buf.length).bytes(StunAttributeType.DATA, new byte[65000]).finish())
                .isEqualTo(65024);
        assertThat(begin(buf, buf.length).bytes(StunAttributeType.DATA, new byte[70000]).finish())
                .isZero();
        assertThat(
                        begin(buf, buf.length)
                                .bytes(StunAttributeType.DATA, new byte[40000])
                                .bytes(StunAttributeType.DATA, new byte[40000])
                                .finish())
                .isZero();
    }

    @Test
    void lengthFieldsCoverTheIntegrityThatIsNotTheLastAttribute() {
        byte[] buf = new byte[256];
        StunReader reader = new StunReader();
        int length = begin(buf, 256).messageIntegrity(KEY).fingerprint().finish();
        assertThat(reader.parse(buf, 0, length)).isEqualTo(ParseResult.OK);
        assertThat(reader.verifyIntegrity(KEY)).isTrue();
        // The same message without FINGERPRINT has the same integrity.
        byte[] shorter = new byte[256];
        begin(shorter, 256).messageIntegrity(KEY).finish();
        assertThat(Arrays.copyOfRange(shorter, 20, 44)).isEqualTo(Arrays.copyOfRange(buf, 20, 44));
    }

    @Test
    void answersWithTheTransactionOfTheRequest() {
        byte[] buf = new byte[64];
        StunReader reader = new StunReader();
        reader.parse(buf, 0, begin(buf, 64).finish());
        byte[] out = new byte[64];
        int length = writer.wrap(out, 0, 64).beginResponse(StunClass.SUCCESS, reader).finish();
        reader.parse(out, 0, length);
        assertThat(reader.is(StunClass.SUCCESS, StunMethod.BINDING)).isTrue();
        assertThat(reader.hasTransactionId(ID)).isTrue();
        assertThat(reader.hasTransactionId(new TransactionId(1, 3))).isFalse();
    }

    @Test
    void refusesTheWrongOrder() {
        byte[] buf = new byte[256];
        assertThatThrownBy(() -> new StunWriter().finish())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.wrap(buf, 0, 256).flag(1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        begin(buf, 256).messageIntegrity(KEY).flag(StunAttributeType.USE_CANDIDATE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("USE-CANDIDATE");
        assertThatThrownBy(() -> begin(buf, 256).fingerprint().messageIntegrity(KEY))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> begin(buf, 256).messageIntegrity(KEY).messageIntegrity(KEY))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesValuesThatNoReaderWouldTake() {
        byte[] buf = new byte[2048];
        StunWriter begun = begin(buf, 2048);
        assertThatThrownBy(() -> begun.text(StunAttributeType.USERNAME, "x".repeat(509)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> begun.errorCode(299)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> begun.errorCode(700)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> begun.messageIntegritySha256(KEY, 18))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> begun.begin(StunClass.REQUEST, 0x1000, ID))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.wrap(buf, 2000, 100))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new MessageIntegrity(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
