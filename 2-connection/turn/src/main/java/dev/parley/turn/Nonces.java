package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.NonceCookie;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Nonces that need no memory: they say when they were made and prove that it was here, for this
 * client. Servers that share the key accept each other's.
 *
 * <pre>
 *   over UDP:  base64url( seconds u32 |            MAC )      16 characters, 64 bits of
 *              SipHash(key, seconds | port | features | 0 | address)
 *   streams:   base64url( seconds u32 | port u16 | MAC )      20 characters, 72 bits of
 *              SipHash(key, seconds | port | features | 1 | address)
 * </pre>
 *
 * <p>{@link SipHash} is made for this: short messages, a random key of 128 bits, results that
 * nobody can tell from random ones without it. A nonce carries 64 bits, and each guess at them is a
 * datagram; who guessed one could answer for an address that he has not shown to be his, and would
 * still need a password. A longer code would add nothing to that, and a slower one would cost the
 * server for every forged packet what the forger does not pay.
 *
 * <p>Over UDP a nonce is good for the address and port that it was made for. Who speaks over a
 * stream has proved his address, and comes from several ports: the connections of RFC 6062 use the
 * nonce of the first. So there it is good for every port of the address, though no two ports are
 * given the same.
 *
 * <p>With security features it begins with the {@link NonceCookie}, which the code covers too.
 */
final class Nonces {
    /** Over UDP, without a cookie. */
    static final int LENGTH = 16;

    /** Over streams, without a cookie. */
    static final int STREAM_LENGTH = 20;

    /** What is no nonce of ours, or one that is too old. */
    static final int INVALID = -2;

    private static final int PORT_BYTES = 2;

    /** How far the clocks of servers that share a key may be apart. */
    private static final long CLOCK_SKEW_SECONDS = 60;

    private static final byte[] PURPOSE =
            "TURN nonces".getBytes(StandardCharsets.US_ASCII); // other uses of the key differ

    private static final byte[] DIGITS = digits();

    private final SipHash mac;
    private final int lifetimeSeconds;
    private final byte[] input = new byte[4 + 2 + 4 + 1 + 16];
    private final byte[] code = new byte[SipHash.BYTES];
    private final byte[] made = new byte[STREAM_LENGTH / 4 * 3];
    private final byte[] claimed = new byte[STREAM_LENGTH / 4 * 3];

    /**
     * @param key at least 16 random bytes, kept secret
     */
    Nonces(byte[] key, int lifetimeSeconds) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a nonce key has at least 16 random bytes");
        }
        this.lifetimeSeconds = lifetimeSeconds;
        mac = new SipHash(derived(key));
    }

    /**
     * All of the key in as many bytes as are needed, and of no use for anything else. A digest does
     * for a key that is random; an HMAC would load half the cryptography of the JDK into the start.
     */
    private static byte[] derived(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PURPOSE);
            return digest.digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The value of each base64url digit, -1 for other characters. */
    private static byte[] digits() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    /**
     * A nonce for that client, in ASCII.
     *
     * @param features the bits of the cookie; {@link NonceCookie#NONE} leaves it out
     */
    byte[] make(TransportAddress client, boolean stream, long epochSeconds, int features) {
        int bytes = write(client, client.port(), stream, (int) epochSeconds, features);
        byte[] bare = Base64.getUrlEncoder().encode(Arrays.copyOf(made, bytes));
        if (features == NonceCookie.NONE) {
            return bare;
        }
        byte[] cookie = NonceCookie.write(features).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(cookie, cookie.length + bare.length);
        System.arraycopy(bare, 0, whole, cookie.length, bare.length);
        return whole;
    }

    /**
     * Whether {@code buf[off, off+len)} was made here for that client, not too long ago.
     *
     * @return the features it was made with, {@link NonceCookie#NONE} among them, or {@link
     *     #INVALID}
     */
    int check(
            TransportAddress client,
            boolean stream,
            long epochSeconds,
            byte[] buf,
            int off,
            int len) {
        int bare = stream ? STREAM_LENGTH : LENGTH;
        boolean cookie = len == NonceCookie.LENGTH + bare;
        if (!cookie && len != bare) {
            return INVALID;
        }
        int features = NonceCookie.NONE;
        if (cookie) {
            features =
                    NonceCookie.read(
                            new String(buf, off, NonceCookie.LENGTH, StandardCharsets.ISO_8859_1));
            if (features == NonceCookie.NONE) {
                return INVALID;
            }
        }
        if (!decode(buf, off + len - bare, bare)) {
            return INVALID; // not base64, so not ours
        }
        int madeAt = Bytes.i32(claimed, 0);
        int port = stream ? Bytes.u16(claimed, 4) : client.port();
        int bytes = write(client, port, stream, madeAt, features);
        int difference = 0; // no telling by time where the first one is
        for (int i = 0; i < bytes; i++) {
            difference |= made[i] ^ claimed[i];
        }
        // The difference of two 32-bit clocks, so that the year 2106 is a day like any other.
        int age = (int) epochSeconds - madeAt;
        return difference == 0 && age <= lifetimeSeconds && age >= -CLOCK_SKEW_SECONDS
                ? features
                : INVALID;
    }

    /** Decodes base64url into {@link #claimed}; by hand, as what strangers send must not throw. */
    private boolean decode(byte[] buf, int off, int characters) {
        int bad = 0;
        for (int i = 0, at = 0; i < characters; i += 4) {
            int bits = 0;
            for (int k = 0; k < 4; k++) {
                int character = buf[off + i + k];
                int digit = character < 0 ? -1 : DIGITS[character];
                bad |= digit;
                bits = bits << 6 | (digit & 0x3F);
            }
            claimed[at++] = (byte) (bits >> 16);
            claimed[at++] = (byte) (bits >> 8);
            claimed[at++] = (byte) bits;
        }
        return bad >= 0;
    }

    /** Writes a nonce into {@link #made}, not yet in base64; returns how many bytes it has. */
    private int write(
            TransportAddress client, int port, boolean stream, int seconds, int features) {
        IpAddress ip = client.ip();
        Bytes.i32(input, 0, seconds);
        Bytes.u16(input, 4, port);
        Bytes.i32(input, 6, features); // 24 bits, or all ones without a cookie
        input[10] = (byte) (stream ? 1 : 0);
        ip.write(input, 11);
        mac.compute(input, 0, 11 + ip.byteLength(), code);
        int bytes = (stream ? STREAM_LENGTH : LENGTH) / 4 * 3;
        Bytes.i32(made, 0, seconds);
        int at = 4;
        if (stream) {
            Bytes.u16(made, at, port);
            at += PORT_BYTES;
        }
        System.arraycopy(code, 0, made, at, bytes - at);
        return bytes;
    }
}
