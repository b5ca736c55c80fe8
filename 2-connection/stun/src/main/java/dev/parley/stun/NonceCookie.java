package dev.parley.stun;

import java.util.Base64;

/**
 * The start of a nonce that tells which security features a server has, RFC 8489 section 9.2: the
 * letters {@code obMatJos2} and 24 bits in base64. Being part of the nonce, it cannot be taken away
 * by somebody on the path without the client noticing.
 */
public final class NonceCookie {
    /** The server offers PASSWORD-ALGORITHMS. */
    public static final int PASSWORD_ALGORITHMS = 1 << 23;

    /** The server takes USERHASH for USERNAME. */
    public static final int USERNAME_ANONYMITY = 1 << 22;

    /** The nonce starts otherwise: a server of RFC 5389. */
    public static final int NONE = -1;

    /** The length of {@link #write}'s result. */
    public static final int LENGTH = 13;

    private static final String MAGIC = "obMatJos2";
    private static final String DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private NonceCookie() {}

    /** The first 13 characters of a nonce, for a sum of feature bits. */
    public static String write(int features) {
        byte[] bits = {(byte) (features >> 16), (byte) (features >> 8), (byte) features};
        return MAGIC + Base64.getEncoder().encodeToString(bits);
    }

    /** The feature bits of a nonce, or {@link #NONE}. */
    public static int read(String nonce) {
        if (nonce.length() < LENGTH || !nonce.startsWith(MAGIC)) {
            return NONE;
        }
        int bits = 0;
        for (int i = MAGIC.length(); i < LENGTH; i++) {
            int digit = DIGITS.indexOf(nonce.charAt(i));
            if (digit < 0) {
                return NONE;
            }
            bits = bits << 6 | digit;
        }
        return bits;
    }
}
