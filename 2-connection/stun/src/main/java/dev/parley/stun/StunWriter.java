package dev.parley.stun;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one STUN message into memory of the caller. Reused from message to message.
 *
 * <pre>
 *   int length = writer.wrap(buf, off, capacity)
 *           .begin(StunClass.REQUEST, StunMethod.BINDING, id)
 *           .u32(StunAttributeType.PRIORITY, priority)
 *           .messageIntegrity(key)
 *           .fingerprint()
 *           .finish();
 * </pre>
 *
 * <p>What does not fit is left out, and {@link #finish} then returns 0: there is nothing to send.
 * Every byte of the message is written, padding and reserved fields as zeros, so nothing that was
 * in the buffer before leaves with it. Attributes come before the integrity attributes and these
 * before FINGERPRINT; another order is a mistake of the caller and throws.
 *
 * <p>Owned by one thread. Only texts and integrity allocate.
 */
public final class StunWriter {
    private static final int PLAIN = 0;
    private static final int SEALED_SHA1 = 1;
    private static final int SEALED_SHA256 = 2;
    private static final int FINGERPRINTED = 3;
    private static final int IDLE = 4;

    private byte[] buf = {};
    private int off;
    private int limit;
    private int at;
    private int stage = IDLE;
    private boolean overflowed;
    private final Fingerprint fingerprint = new Fingerprint();

    /** Writes into {@code buf[off, off+capacity)} from now on. */
    public StunWriter wrap(byte[] buf, int off, int capacity) {
        if (off < 0 || capacity < 0 || capacity > buf.length - off) {
            throw new IndexOutOfBoundsException("the array ends before the capacity");
        }
        this.buf = buf;
        this.off = off;
        limit = off + capacity;
        stage = IDLE;
        return this;
    }

    /** Starts a message. */
    public StunWriter begin(StunClass messageClass, int method, TransactionId id) {
        if (beginHeader(messageClass, method)) {
            id.write(buf, off + 8);
        }
        return this;
    }

    /** Starts the answer to a request: the same method and transaction. */
    public StunWriter beginResponse(StunClass messageClass, StunReader request) {
        if (beginHeader(messageClass, request.method())) {
            request.copyTransactionId(buf, off + 8);
        }
        return this;
    }

    private boolean beginHeader(StunClass messageClass, int method) {
        if (method < 0 || method > StunMethod.MAX) {
            throw new IllegalArgumentException("a method has 12 bits: " + method);
        }
        at = off + StunReader.HEADER_BYTES;
        stage = PLAIN;
        overflowed = at > limit;
        if (!overflowed) {
            Bytes.u16(buf, off, messageClass.messageType(method));
            Bytes.i32(buf, off + 4, StunReader.MAGIC_COOKIE);
        }
        return !overflowed;
    }

    /**
     * Starts an attribute whose value the caller writes, all of it.
     *
     * @return where the value starts in the buffer, or {@link StunReader#ABSENT} when it does not
     *     fit
     */
    public int reserve(int type, int length) {
        if (stage != PLAIN) {
            throw new IllegalStateException(
                    StunAttributeType.name(type)
                            + (stage == IDLE
                                    ? " comes before begin"
                                    : " comes after an integrity attribute or FINGERPRINT"));
        }
        return append(type, length);
    }

    private int append(int type, int length) {
        int padded = StunReader.padded(length);
        if (overflowed
                || length > 0xFFFF
                || limit - at < StunReader.ATTRIBUTE_HEADER_BYTES + padded
                || at + padded + StunReader.ATTRIBUTE_HEADER_BYTES - off > 0xFFFF) {
            overflowed = true;
            return StunReader.ABSENT;
        }
        Bytes.u16(buf, at, type);
        Bytes.u16(buf, at + 2, length);
        int value = at + StunReader.ATTRIBUTE_HEADER_BYTES;
        at = value + padded;
        Arrays.fill(buf, value + length, at, (byte) 0);
        return value;
    }

    // ---- attributes by shape

    /** An attribute without a value: USE-CANDIDATE, DONT-FRAGMENT. */
    public StunWriter flag(int type) {
        reserve(type, 0);
        return this;
    }

    public StunWriter bytes(int type, byte[] value) {
        return bytes(type, value, 0, value.length);
    }

    /** The value is {@code from[fromOff, fromOff+len)}. */
    public StunWriter bytes(int type, byte[] from, int fromOff, int len) {
        int value = reserve(type, len);
        if (value != StunReader.ABSENT) {
            System.arraycopy(from, fromOff, buf, value, len);
        }
        return this;
    }

    /**
     * A value in UTF-8.
     *
     * @throws IllegalArgumentException when the text is longer than the RFC allows
     */
    public StunWriter text(int type, String text) {
        return bytes(type, utf8(type, text));
    }

    /** Prepares a text and checks its length where it is given, not when it is first written. */
    static String checkedText(int type, String text) {
        String prepared = OpaqueString.prepare(text);
        utf8(type, prepared);
        return prepared;
    }

    private static byte[] utf8(int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > StunAttributeType.maxTextBytes(type)) {
            throw new IllegalArgumentException(
                    StunAttributeType.name(type)
                            + " has at most "
                            + StunAttributeType.maxTextBytes(type)
                            + " bytes");
        }
        return bytes;
    }

    /** Eight bits and 24 reserved ones: REQUESTED-TRANSPORT and the address families. */
    public StunWriter u8(int type, int number) {
        return u32(type, number << 24);
    }

    /** Sixteen bits and 16 reserved ones: CHANNEL-NUMBER, RESPONSE-PORT. */
    public StunWriter u16(int type, int number) {
        return u32(type, number << 16);
    }

    /** Takes an unsigned 32-bit value. */
    public StunWriter u32(int type, int number) {
        int value = reserve(type, 4);
        if (value != StunReader.ABSENT) {
            Bytes.i32(buf, value, number);
        }
        return this;
    }

    public StunWriter u64(int type, long number) {
        int value = reserve(type, 8);
        if (value != StunReader.ABSENT) {
            Bytes.i64(buf, value, number);
        }
        return this;
    }

    public StunWriter address(int type, TransportAddress address) {
        IpAddress ip = address.ip();
        return address(type, ip.v6(), ip.high(), ip.low(), address.port(), false);
    }

    public StunWriter xorAddress(int type, TransportAddress address) {
        IpAddress ip = address.ip();
        return address(type, ip.v6(), ip.high(), ip.low(), address.port(), true);
    }

    /** The same without objects; the arguments are those of {@link IpAddress}. */
    public StunWriter xorAddress(int type, boolean v6, long high, long low, int port) {
        return address(type, v6, high, low, port, true);
    }

    private StunWriter address(int type, boolean v6, long high, long low, int port, boolean xor) {
        int value = reserve(type, v6 ? 20 : 8);
        if (value == StunReader.ABSENT) {
            return this;
        }
        Bytes.u16(buf, value, v6 ? AddressFamily.IPV6 : AddressFamily.IPV4);
        Bytes.u16(buf, value + 2, port ^ (xor ? StunReader.MAGIC_COOKIE >>> 16 : 0));
        if (v6) {
            Bytes.i64(buf, value + 4, high ^ (xor ? Bytes.i64(buf, off + 4) : 0));
            Bytes.i64(buf, value + 12, low ^ (xor ? Bytes.i64(buf, off + 12) : 0));
        } else {
            Bytes.i32(buf, value + 4, (int) low ^ (xor ? StunReader.MAGIC_COOKIE : 0));
        }
        return this;
    }

    // ---- single attributes

    /** ERROR-CODE without a phrase: phrases only make an answer longer than its request. */
    public StunWriter errorCode(int code) {
        return errorCode(code, "");
    }

    public StunWriter errorCode(int code, String reason) {
        byte[] phrase = reason.isEmpty() ? null : utf8(StunAttributeType.ERROR_CODE, reason);
        return errorCode(StunAttributeType.ERROR_CODE, 0, code, phrase);
    }

    public StunWriter addressErrorCode(AddressErrorCode error) {
        return errorCode(StunAttributeType.ADDRESS_ERROR_CODE, error.family(), error.code(), null);
    }

    private StunWriter errorCode(int type, int firstByte, int code, byte @Nullable [] phrase) {
        if (code < 300 || code > 699) {
            throw new IllegalArgumentException("an error code is 300 to 699, not " + code);
        }
        int length = phrase == null ? 0 : phrase.length;
        int value = reserve(type, 4 + length);
        if (value != StunReader.ABSENT) {
            Bytes.i32(buf, value, (firstByte << 24) | ((code / 100) << 8) | (code % 100));
            if (phrase != null) {
                System.arraycopy(phrase, 0, buf, value + 4, length);
            }
        }
        return this;
    }

    /** UNKNOWN-ATTRIBUTES with the first {@code count} of {@code types}. */
    public StunWriter unknownAttributes(int[] types, int count) {
        int value = reserve(StunAttributeType.UNKNOWN_ATTRIBUTES, 2 * count);
        if (value != StunReader.ABSENT) {
            for (int i = 0; i < count; i++) {
                Bytes.u16(buf, value + 2 * i, types[i]);
            }
        }
        return this;
    }

    /** EVEN-PORT; {@code reserveNext} asks for a token for the port above. */
    public StunWriter evenPort(boolean reserveNext) {
        int value = reserve(StunAttributeType.EVEN_PORT, 1);
        if (value != StunReader.ABSENT) {
            buf[value] = (byte) (reserveNext ? 0x80 : 0);
        }
        return this;
    }

    public StunWriter passwordAlgorithm(PasswordAlgorithm algorithm) {
        return algorithms(StunAttributeType.PASSWORD_ALGORITHM, List.of(algorithm));
    }

    public StunWriter passwordAlgorithms(List<PasswordAlgorithm> algorithms) {
        return algorithms(StunAttributeType.PASSWORD_ALGORITHMS, algorithms);
    }

    private StunWriter algorithms(int type, List<PasswordAlgorithm> algorithms) {
        int value = reserve(type, 4 * algorithms.size());
        if (value != StunReader.ABSENT) {
            for (int i = 0; i < algorithms.size(); i++) {
                PasswordAlgorithm algorithm = algorithms.get(i);
                if (algorithm.parameterBytes() != 0) {
                    throw new IllegalArgumentException("no algorithm with parameters is known");
                }
                Bytes.i32(buf, value + 4 * i, algorithm.number() << 16);
            }
        }
        return this;
    }

    public StunWriter icmpError(IcmpError error) {
        int value = reserve(StunAttributeType.ICMP, 8);
        if (value != StunReader.ABSENT) {
            Bytes.i32(buf, value, (error.type() & 0x7F) << 9 | (error.code() & 0x1FF));
            Bytes.i32(buf, value + 4, error.data());
        }
        return this;
    }

    // ---- the end

    /** MESSAGE-INTEGRITY over everything so far. */
    public StunWriter messageIntegrity(MessageIntegrity key) {
        return integrity(SEALED_SHA1, MessageIntegrity.SHA1_BYTES, key);
    }

    /** MESSAGE-INTEGRITY-SHA256 over everything so far, in full. */
    public StunWriter messageIntegritySha256(MessageIntegrity key) {
        return messageIntegritySha256(key, MessageIntegrity.SHA256_BYTES);
    }

    /** The same, truncated to 16, 20, 24, 28 or 32 bytes. */
    public StunWriter messageIntegritySha256(MessageIntegrity key, int length) {
        if (!MessageIntegrity.isSha256Length(length)) {
            throw new IllegalArgumentException("16, 20, 24, 28 or 32 bytes, not " + length);
        }
        return integrity(SEALED_SHA256, length, key);
    }

    private StunWriter integrity(int next, int length, MessageIntegrity key) {
        boolean wide = next == SEALED_SHA256;
        advance(next);
        int attribute = at;
        int value =
                append(
                        wide
                                ? StunAttributeType.MESSAGE_INTEGRITY_SHA256
                                : StunAttributeType.MESSAGE_INTEGRITY,
                        length);
        if (value != StunReader.ABSENT) {
            key.write(wide, buf, off, attribute, buf, value, length);
        }
        return this;
    }

    /** FINGERPRINT over everything so far. */
    public StunWriter fingerprint() {
        advance(FINGERPRINTED);
        int attribute = at;
        int value = append(StunAttributeType.FINGERPRINT, Fingerprint.BYTES);
        if (value != StunReader.ABSENT) {
            Bytes.i32(buf, value, fingerprint.compute(buf, off, attribute));
        }
        return this;
    }

    /** The order is plain attributes, SHA-1, SHA-256, FINGERPRINT, each at most once. */
    private void advance(int next) {
        if (stage >= next) {
            throw new IllegalStateException(
                    "the order is begin, attributes, integrity, fingerprint, each once");
        }
        stage = next;
    }

    /**
     * Ends the message.
     *
     * @return its length in bytes, or 0 when it did not fit
     */
    public int finish() {
        if (stage == IDLE) {
            throw new IllegalStateException("finish comes after begin");
        }
        stage = IDLE;
        if (overflowed) {
            return 0;
        }
        Bytes.u16(buf, off + 2, at - off - StunReader.HEADER_BYTES);
        return at - off;
    }
}
