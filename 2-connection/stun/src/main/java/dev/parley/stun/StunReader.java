package dev.parley.stun;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one STUN message in place. Reused from message to message; the bytes are borrowed until the
 * next {@link #parse}. Nothing here throws for what the bytes are: a typed getter answers null or
 * {@link #ABSENT} when its attribute is missing or malformed.
 *
 * <p>Of attributes with the same type the first one counts. Attributes behind an integrity
 * attribute are not seen at all, since nobody vouches for them, but for those that RFC 8489
 * sections 14.5 to 14.7 let follow: MESSAGE-INTEGRITY-SHA256 and FINGERPRINT.
 *
 * <p>Owned by one thread. Only {@link #transactionId}, {@link #bytes}, texts, addresses, lists and
 * the integrity checks allocate.
 */
public final class StunReader {
    public static final int HEADER_BYTES = 20;
    public static final int ATTRIBUTE_HEADER_BYTES = 4;
    public static final int MAGIC_COOKIE = 0x2112A442;

    /** A message with more attributes is refused; real ones have fewer than fifteen. */
    public static final int MAX_ATTRIBUTES = 64;

    /** There is no such attribute, or not of the shape asked for. */
    public static final int ABSENT = -1;

    private static final byte[] EMPTY = {};

    private final int[] types = new int[MAX_ATTRIBUTES];
    private final int[] offsets = new int[MAX_ATTRIBUTES]; // of values
    private final int[] lengths = new int[MAX_ATTRIBUTES];
    private int count;
    private byte[] buf = EMPTY;
    private int off;
    private int end;
    private int messageType;
    private final Fingerprint fingerprint = new Fingerprint();

    /**
     * The length of the message that starts at {@code buf[off]} of a stream.
     *
     * @param len how many bytes of it are there
     * @return the length including the header; 0 when fewer than four bytes are there, {@link
     *     #ABSENT} when this is not the start of a STUN message
     */
    public static int frameLength(byte[] buf, int off, int len) {
        if (len < 4) {
            return len > 0 && (buf[off] & 0xC0) != 0 ? ABSENT : 0;
        }
        int length = Bytes.u16(buf, off + 2);
        return (buf[off] & 0xC0) != 0 || (length & 3) != 0 ? ABSENT : HEADER_BYTES + length;
    }

    /**
     * Takes {@code buf[off, off+len)} as one message. After anything but {@link ParseResult#OK} the
     * reader has no attributes and its other methods say nothing of use.
     */
    public ParseResult parse(byte[] buf, int off, int len) {
        count = 0;
        ParseResult header = checkHeader(buf, off, len);
        if (header != ParseResult.OK) {
            this.buf = EMPTY;
            return header;
        }
        this.buf = buf;
        this.off = off;
        end = off + len;
        messageType = Bytes.u16(buf, off);
        ParseResult body = index();
        if (body != ParseResult.OK) {
            count = 0;
        }
        return body;
    }

    /** Where the message begins in {@link #buffer}. */
    public int start() {
        return off;
    }

    private static ParseResult checkHeader(byte[] buf, int off, int len) {
        if (len < HEADER_BYTES) {
            return ParseResult.TOO_SHORT;
        }
        if ((buf[off] & 0xC0) != 0) {
            return ParseResult.NOT_STUN;
        }
        if (Bytes.i32(buf, off + 4) != MAGIC_COOKIE) {
            return ParseResult.NO_MAGIC_COOKIE;
        }
        int length = Bytes.u16(buf, off + 2);
        if ((length & 3) != 0) {
            return ParseResult.LENGTH_UNALIGNED;
        }
        return HEADER_BYTES + length == len ? ParseResult.OK : ParseResult.LENGTH_MISMATCH;
    }

    /** Walks all attributes, also those that are not kept: the message must be whole. */
    private ParseResult index() {
        int walked = 0;
        int sealedBy = 0; // the integrity attribute or fingerprint seen last
        for (int at = off + HEADER_BYTES; at < end; ) {
            int type = Bytes.u16(buf, at);
            int length = Bytes.u16(buf, at + 2);
            int value = at + ATTRIBUTE_HEADER_BYTES;
            // The header's length is a multiple of four, so padding overruns if the value does.
            if (length > end - value) {
                return ParseResult.ATTRIBUTE_OVERRUN;
            }
            if (++walked > MAX_ATTRIBUTES) {
                return ParseResult.TOO_MANY_ATTRIBUTES;
            }
            if (mayFollow(sealedBy, type)) {
                types[count] = type;
                offsets[count] = value;
                lengths[count] = length;
                count++;
                if (seals(type)) {
                    sealedBy = type;
                }
            }
            at = value + padded(length);
        }
        return ParseResult.OK;
    }

    private static boolean seals(int type) {
        return type == StunAttributeType.MESSAGE_INTEGRITY
                || type == StunAttributeType.MESSAGE_INTEGRITY_SHA256
                || type == StunAttributeType.FINGERPRINT;
    }

    private static boolean mayFollow(int sealedBy, int type) {
        return switch (sealedBy) {
            case 0 -> true;
            case StunAttributeType.MESSAGE_INTEGRITY ->
                    type == StunAttributeType.MESSAGE_INTEGRITY_SHA256
                            || type == StunAttributeType.FINGERPRINT;
            case StunAttributeType.MESSAGE_INTEGRITY_SHA256 ->
                    type == StunAttributeType.FINGERPRINT;
            default -> false;
        };
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    // ---- header

    public StunClass messageClass() {
        return StunClass.of(messageType);
    }

    /** See {@link StunMethod}. */
    public int method() {
        return StunMethod.of(messageType);
    }

    public boolean is(StunClass messageClass, int method) {
        return messageType == messageClass.messageType(method);
    }

    /** The whole message's length in bytes. */
    public int length() {
        return end - off;
    }

    /** The borrowed bytes that all offsets point into. */
    public byte[] buffer() {
        return buf;
    }

    public TransactionId transactionId() {
        return TransactionId.read(buf, off + 8);
    }

    /** The same as {@code transactionId().equals(id)} without an object. */
    public boolean hasTransactionId(TransactionId id) {
        return Bytes.i32(buf, off + 8) == id.high() && Bytes.i64(buf, off + 12) == id.low();
    }

    /** Writes the transaction id to {@code out[outOff, outOff+12)}. */
    public void copyTransactionId(byte[] out, int outOff) {
        System.arraycopy(buf, off + 8, out, outOff, TransactionId.BYTES);
    }

    // ---- attributes by position

    /** How many attributes there are, those that must be ignored left out. */
    public int attributeCount() {
        return count;
    }

    /** The type of the attribute at {@code index}, 0 to {@link #attributeCount}. */
    public int attributeType(int index) {
        return types[index];
    }

    /** Where the value starts in {@link #buffer}. */
    public int valueOffset(int index) {
        return offsets[index];
    }

    /** The value's length without padding. */
    public int valueLength(int index) {
        return lengths[index];
    }

    /** The index of the first attribute of the type, or {@link #ABSENT}. */
    public int find(int type) {
        for (int i = 0; i < count; i++) {
            if (types[i] == type) {
                return i;
            }
        }
        return ABSENT;
    }

    public boolean has(int type) {
        return find(type) != ABSENT;
    }

    /**
     * Lists comprehension-required attributes that are not understood, for UNKNOWN-ATTRIBUTES.
     *
     * @param out takes as many types as it has room for
     * @return how many were written
     */
    public int unknownRequired(AttributeSet understood, int[] out) {
        int found = 0;
        for (int i = 0; i < count && found < out.length; i++) {
            int type = types[i];
            if (StunAttributeType.isComprehensionRequired(type) && !understood.contains(type)) {
                out[found++] = type;
            }
        }
        return found;
    }

    // ---- attributes by shape

    /** An 8-bit value, also when reserved bytes follow it: EVEN-PORT, REQUESTED-TRANSPORT. */
    public int u8(int type) {
        int i = find(type);
        return i != ABSENT && lengths[i] >= 1 && lengths[i] <= 4
                ? Bytes.u8(buf, offsets[i])
                : ABSENT;
    }

    /** A 16-bit value before 16 reserved bits: CHANNEL-NUMBER, RESPONSE-PORT. */
    public int u16(int type) {
        int i = find(type);
        return i != ABSENT && lengths[i] == 4 ? Bytes.u16(buf, offsets[i]) : ABSENT;
    }

    /** A 32-bit value: LIFETIME, PRIORITY, CONNECTION-ID, CHANGE-REQUEST, CACHE-TIMEOUT. */
    public long u32(int type) {
        int i = find(type);
        return i != ABSENT && lengths[i] == 4 ? Bytes.u32(buf, offsets[i]) : ABSENT;
    }

    /**
     * A 64-bit value: ICE-CONTROLLED, ICE-CONTROLLING, RESERVATION-TOKEN.
     *
     * @param absent what to answer when there is none, as every long is a value
     */
    public long u64(int type, long absent) {
        int i = find(type);
        return i != ABSENT && lengths[i] == 8 ? Bytes.i64(buf, offsets[i]) : absent;
    }

    /** A copy of the value. */
    public byte @Nullable [] bytes(int type) {
        int i = find(type);
        return i == ABSENT ? null : Arrays.copyOfRange(buf, offsets[i], offsets[i] + lengths[i]);
    }

    /** A value in UTF-8; null also when it is not valid or longer than the RFC allows. */
    public @Nullable String text(int type) {
        int i = find(type);
        return i == ABSENT ? null : text(offsets[i], lengths[i], type);
    }

    private @Nullable String text(int at, int length, int type) {
        if (length > StunAttributeType.maxTextBytes(type)) {
            return null;
        }
        if (isAscii(at, length)) {
            return new String(buf, at, length, StandardCharsets.ISO_8859_1);
        }
        CharBuffer decoded = CharBuffer.allocate(length);
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        // Not the method that throws: strangers would have us make an exception for each datagram.
        boolean whole =
                decoder.decode(ByteBuffer.wrap(buf, at, length), decoded, true).isUnderflow();
        return whole ? decoded.flip().toString() : null;
    }

    private boolean isAscii(int at, int length) {
        int all = 0;
        for (int i = at, stop = at + length; i < stop; i++) {
            all |= buf[i];
        }
        return all >= 0;
    }

    /** A plain address: MAPPED-ADDRESS, ALTERNATE-SERVER, RESPONSE-ORIGIN, OTHER-ADDRESS. */
    public @Nullable TransportAddress address(int type) {
        return address(find(type), false);
    }

    /** An XORed address: XOR-MAPPED-ADDRESS, XOR-PEER-ADDRESS, XOR-RELAYED-ADDRESS. */
    public @Nullable TransportAddress xorAddress(int type) {
        return address(find(type), true);
    }

    /** The same for one of several attributes of a type, as CreatePermission has. */
    public @Nullable TransportAddress xorAddressAt(int index) {
        return address(index, true);
    }

    private @Nullable TransportAddress address(int index, boolean xor) {
        if (index == ABSENT || lengths[index] < 4) {
            return null;
        }
        int at = offsets[index];
        int family = Bytes.u8(buf, at + 1);
        int port = Bytes.u16(buf, at + 2) ^ (xor ? MAGIC_COOKIE >>> 16 : 0);
        if (family == AddressFamily.IPV4 && lengths[index] == 8) {
            int bits = Bytes.i32(buf, at + 4) ^ (xor ? MAGIC_COOKIE : 0);
            return new TransportAddress(IpAddress.v4(bits), port);
        }
        if (family == AddressFamily.IPV6 && lengths[index] == 20) {
            // The mask is the cookie and the transaction id, as they stand in the header.
            long high = Bytes.i64(buf, at + 4) ^ (xor ? Bytes.i64(buf, off + 4) : 0);
            long low = Bytes.i64(buf, at + 12) ^ (xor ? Bytes.i64(buf, off + 12) : 0);
            return new TransportAddress(IpAddress.v6(high, low), port);
        }
        return null;
    }

    /** The code of ERROR-CODE, 300 to 699. */
    public int errorCode() {
        int i = find(StunAttributeType.ERROR_CODE);
        return i == ABSENT || lengths[i] < 4 ? ABSENT : errorCode(offsets[i]);
    }

    private int errorCode(int at) {
        int hundreds = buf[at + 2] & 7;
        int number = Bytes.u8(buf, at + 3);
        return hundreds < 3 || hundreds > 6 || number > 99 ? ABSENT : hundreds * 100 + number;
    }

    /** The phrase of ERROR-CODE, possibly empty. */
    public @Nullable String errorReason() {
        int i = find(StunAttributeType.ERROR_CODE);
        return i == ABSENT || lengths[i] < 4
                ? null
                : text(offsets[i] + 4, lengths[i] - 4, StunAttributeType.ERROR_CODE);
    }

    /** The types of UNKNOWN-ATTRIBUTES; empty when there is none. */
    public int[] unknownAttributes() {
        int i = find(StunAttributeType.UNKNOWN_ATTRIBUTES);
        if (i == ABSENT || (lengths[i] & 1) != 0) {
            return new int[0];
        }
        int[] listed = new int[Math.min(lengths[i] / 2, MAX_ATTRIBUTES)];
        for (int k = 0; k < listed.length; k++) {
            listed[k] = Bytes.u16(buf, offsets[i] + 2 * k);
        }
        return listed;
    }

    public @Nullable PasswordAlgorithm passwordAlgorithm() {
        List<PasswordAlgorithm> one = algorithms(StunAttributeType.PASSWORD_ALGORITHM);
        return one.size() == 1 ? one.get(0) : null;
    }

    /** The list of PASSWORD-ALGORITHMS in the server's order; empty when malformed. */
    public List<PasswordAlgorithm> passwordAlgorithms() {
        return algorithms(StunAttributeType.PASSWORD_ALGORITHMS);
    }

    private List<PasswordAlgorithm> algorithms(int type) {
        int i = find(type);
        if (i == ABSENT) {
            return List.of();
        }
        List<PasswordAlgorithm> listed = new ArrayList<>(2);
        int stop = offsets[i] + lengths[i];
        for (int at = offsets[i]; at < stop; ) {
            if (stop - at < 4 || listed.size() == MAX_ATTRIBUTES) {
                return List.of();
            }
            int parameters = Bytes.u16(buf, at + 2);
            if (parameters > stop - at - 4) {
                return List.of();
            }
            listed.add(new PasswordAlgorithm(Bytes.u16(buf, at), parameters));
            at += 4 + padded(parameters);
        }
        return listed;
    }

    public @Nullable AddressErrorCode addressErrorCode() {
        int i = find(StunAttributeType.ADDRESS_ERROR_CODE);
        if (i == ABSENT || lengths[i] < 4) {
            return null;
        }
        int code = errorCode(offsets[i]);
        return code == ABSENT ? null : new AddressErrorCode(Bytes.u8(buf, offsets[i]), code);
    }

    public @Nullable IcmpError icmpError() {
        int i = find(StunAttributeType.ICMP);
        if (i == ABSENT || lengths[i] != 8) {
            return null;
        }
        int typeAndCode = Bytes.u16(buf, offsets[i] + 2);
        return new IcmpError(typeAndCode >> 9, typeAndCode & 0x1FF, Bytes.i32(buf, offsets[i] + 4));
    }

    // ---- checks

    /** Whether FINGERPRINT is there, is the last attribute and fits the message. */
    public boolean verifyFingerprint() {
        int i = find(StunAttributeType.FINGERPRINT);
        if (i == ABSENT || lengths[i] != Fingerprint.BYTES || offsets[i] + lengths[i] != end) {
            return false;
        }
        int attribute = offsets[i] - ATTRIBUTE_HEADER_BYTES;
        return Bytes.i32(buf, offsets[i]) == fingerprint.compute(buf, off, attribute);
    }

    /** Whether MESSAGE-INTEGRITY is there and was made with this key; in constant time. */
    public boolean verifyIntegrity(MessageIntegrity key) {
        int i = find(StunAttributeType.MESSAGE_INTEGRITY);
        return i != ABSENT
                && lengths[i] == MessageIntegrity.SHA1_BYTES
                && key.matches(false, buf, off, offsets[i] - ATTRIBUTE_HEADER_BYTES, lengths[i]);
    }

    /**
     * Whether MESSAGE-INTEGRITY-SHA256 is there and was made with this key; in constant time. It
     * may be truncated to 16 bytes or more, in steps of four.
     */
    public boolean verifyIntegritySha256(MessageIntegrity key) {
        int i = find(StunAttributeType.MESSAGE_INTEGRITY_SHA256);
        return i != ABSENT
                && MessageIntegrity.isSha256Length(lengths[i])
                && key.matches(true, buf, off, offsets[i] - ATTRIBUTE_HEADER_BYTES, lengths[i]);
    }
}
