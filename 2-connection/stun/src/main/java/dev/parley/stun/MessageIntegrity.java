package dev.parley.stun;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key and the HMACs made of it, for MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 (RFC 8489
 * sections 14.5 and 14.6). One object serves any number of messages, on one thread. {@link #rekey}
 * makes it serve another key, which is cheaper than a new object.
 */
public final class MessageIntegrity {
    static final int SHA1_BYTES = 20;
    static final int SHA256_BYTES = 32;
    static final int MIN_SHA256_BYTES = 16;

    private byte[] key;
    private @Nullable Mac sha1;
    private @Nullable Mac sha256;
    private boolean sha1Keyed;
    private boolean sha256Keyed;
    private final byte[] scratch = new byte[SHA256_BYTES];

    /**
     * Takes a copy of the key.
     *
     * @param key from {@link LongTermKey} or {@link ShortTermKey}; not empty
     */
    public MessageIntegrity(byte[] key) {
        this.key = checked(key);
    }

    static boolean isSha256Length(int length) {
        return length >= MIN_SHA256_BYTES && length <= SHA256_BYTES && (length & 3) == 0;
    }

    /** Uses another key from now on. */
    public MessageIntegrity rekey(byte[] key) {
        this.key = checked(key);
        sha1Keyed = false;
        sha256Keyed = false;
        return this;
    }

    /**
     * Writes {@code length} bytes of the HMAC at {@code out[outOff]}.
     *
     * @param attribute where the integrity attribute starts; everything from {@code off} to there
     *     is covered, with the length field as if the message ended after the attribute
     */
    void write(boolean wide, byte[] buf, int off, int attribute, byte[] out, int outOff, int len) {
        compute(wide, buf, off, attribute, len);
        System.arraycopy(scratch, 0, out, outOff, len);
    }

    /** Compares without telling by its duration where the first difference is. */
    boolean matches(boolean wide, byte[] buf, int off, int attribute, int len) {
        compute(wide, buf, off, attribute, len);
        int difference = 0;
        for (int i = 0; i < len; i++) {
            difference |= scratch[i] ^ buf[attribute + StunReader.ATTRIBUTE_HEADER_BYTES + i];
        }
        return difference == 0;
    }

    private void compute(boolean wide, byte[] buf, int off, int attribute, int len) {
        Mac mac = wide ? sha256() : sha1();
        int lengthField =
                attribute - off + StunReader.ATTRIBUTE_HEADER_BYTES + len - StunReader.HEADER_BYTES;
        mac.update(buf, off, 2);
        mac.update((byte) (lengthField >> 8));
        mac.update((byte) lengthField);
        mac.update(buf, off + 4, attribute - off - 4);
        try {
            mac.doFinal(scratch, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("32 bytes hold every HMAC used here", e);
        }
    }

    private Mac sha1() {
        Mac mac = sha1;
        if (mac == null) {
            mac = mac("HmacSHA1");
            sha1 = mac;
        }
        if (!sha1Keyed) {
            init(mac, "HmacSHA1");
            sha1Keyed = true;
        }
        return mac;
    }

    private Mac sha256() {
        Mac mac = sha256;
        if (mac == null) {
            mac = mac("HmacSHA256");
            sha256 = mac;
        }
        if (!sha256Keyed) {
            init(mac, "HmacSHA256");
            sha256Keyed = true;
        }
        return mac;
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    private void init(Mac mac, String algorithm) {
        try {
            mac.init(new SecretKeySpec(key, algorithm));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("an HMAC takes keys of any length", e);
        }
    }

    private static byte[] checked(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("an empty key protects nothing");
        }
        return key.clone();
    }
}
