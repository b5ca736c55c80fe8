package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.NonceCookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory: they say when they were made and prove that it was here, for this
 * client. Servers that share the key accept each other's.
 *
 * <pre>
 *   over UDP:  base64url( seconds u32 |            HMAC )      16 characters, 64 bits of
 *              HMAC-SHA256(key, seconds | port | features | 0 | address)
 *   streams:   base64url( seconds u32 | port u16 | HMAC )      20 characters, 72 bits of
 *              HMAC-SHA256(key, seconds | port | features | 1 | address)
 * </pre>
 *
 * <p>Over UDP a nonce is good for the address and port that it was made for. Who speaks over a
 * stream has proved his address, and comes from several ports: the connections of RFC 6062 use the
 * nonce of the first. So there it is good for every port of the address, though no two ports are
 * given the same.
 *
 * <p>With security features it begins with the {@link NonceCookie}, which the HMAC covers too.
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

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final int lifetimeSeconds;
    private final byte[] input = new byte[4 + 2 + 4 + 1 + 16];

    /**
     * @param key at least 16 random bytes, kept secret
     */
    Nonces(byte[] key, int lifetimeSeconds) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a nonce key has at least 16 random bytes");
        }
        this.lifetimeSeconds = lifetimeSeconds;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /**
     * A nonce for that client, in ASCII.
     *
     * @param features the bits of the cookie; {@link NonceCookie#NONE} leaves it out
     */
    byte[] make(TransportAddress client, boolean stream, long epochSeconds, int features) {
        byte[] binary = binary(client, client.port(), stream, (int) epochSeconds, features);
        String text = Base64.getUrlEncoder().encodeToString(binary);
        String cookie = features == NonceCookie.NONE ? "" : NonceCookie.write(features);
        return (cookie + text).getBytes(StandardCharsets.US_ASCII);
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
        String text = new String(buf, off, len, StandardCharsets.ISO_8859_1);
        int features = cookie ? NonceCookie.read(text) : NonceCookie.NONE;
        if (cookie && features == NonceCookie.NONE) {
            return INVALID;
        }
        byte[] claimed;
        try {
            claimed = Base64.getUrlDecoder().decode(text.substring(len - bare));
        } catch (IllegalArgumentException _) {
            return INVALID; // not base64, so not ours
        }
        if (claimed.length != bare / 4 * 3) {
            return INVALID; // padding
        }
        int madeAt = Bytes.i32(claimed, 0);
        int port = stream ? Bytes.u16(claimed, 4) : client.port();
        // The difference of two 32-bit clocks, so that the year 2106 is a day like any other.
        int age = (int) epochSeconds - madeAt;
        return MessageDigest.isEqual(claimed, binary(client, port, stream, madeAt, features))
                        && age <= lifetimeSeconds
                        && age >= -CLOCK_SKEW_SECONDS
                ? features
                : INVALID;
    }

    private byte[] binary(
            TransportAddress client, int port, boolean stream, int seconds, int features) {
        IpAddress ip = client.ip();
        Bytes.i32(input, 0, seconds);
        Bytes.u16(input, 4, port);
        Bytes.i32(input, 6, features); // 24 bits, or all ones without a cookie
        input[10] = (byte) (stream ? 1 : 0);
        ip.write(input, 11);
        mac.update(input, 0, 11 + ip.byteLength());
        byte[] code = mac.doFinal();
        byte[] binary = new byte[(stream ? STREAM_LENGTH : LENGTH) / 4 * 3];
        Bytes.i32(binary, 0, seconds);
        int at = 4;
        if (stream) {
            Bytes.u16(binary, at, port);
            at += PORT_BYTES;
        }
        System.arraycopy(code, 0, binary, at, binary.length - at);
        return binary;
    }
}
