package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory: 16 characters that say when they were made and prove that it was
 * here, for this client. Servers that share the key accept each other's.
 *
 * <pre>
 *   base64url( seconds u32 | first 64 bits of HMAC-SHA256(key, seconds | port | address) )
 * </pre>
 */
final class Nonces {
    static final int LENGTH = 16;
    private static final int BINARY_LENGTH = 12;

    /** How far the clocks of servers that share a key may be apart. */
    private static final long CLOCK_SKEW_SECONDS = 60;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final int lifetimeSeconds;
    private final byte[] input = new byte[4 + 2 + 1 + 16];
    private final byte[] binary = new byte[BINARY_LENGTH];

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

    /** A nonce for that client, 16 bytes of ASCII. */
    byte[] make(TransportAddress client, long epochSeconds) {
        make(client, (int) epochSeconds, binary);
        return Base64.getUrlEncoder().encode(binary);
    }

    /** Whether {@code buf[off, off+len)} was made here for that client, not too long ago. */
    boolean accepts(TransportAddress client, long epochSeconds, byte[] buf, int off, int len) {
        if (len != LENGTH) {
            return false;
        }
        byte[] claimed;
        try {
            claimed =
                    Base64.getUrlDecoder()
                            .decode(new String(buf, off, len, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException _) {
            return false; // not base64, so not ours
        }
        if (claimed.length != BINARY_LENGTH) {
            return false;
        }
        int madeAt = Bytes.i32(claimed, 0);
        make(client, madeAt, binary);
        // The difference of two 32-bit clocks, so that the year 2106 is a day like any other.
        int age = (int) epochSeconds - madeAt;
        return MessageDigest.isEqual(claimed, binary)
                && age <= lifetimeSeconds
                && age >= -CLOCK_SKEW_SECONDS;
    }

    private void make(TransportAddress client, int seconds, byte[] out) {
        IpAddress ip = client.ip();
        Bytes.i32(input, 0, seconds);
        Bytes.u16(input, 4, client.port());
        input[6] = (byte) ip.byteLength();
        ip.write(input, 7);
        mac.update(input, 0, 7 + ip.byteLength());
        byte[] code = mac.doFinal();
        Bytes.i32(out, 0, seconds);
        System.arraycopy(code, 0, out, 4, out.length - 4);
    }
}
