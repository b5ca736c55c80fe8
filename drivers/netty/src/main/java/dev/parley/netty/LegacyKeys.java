package dev.parley.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Wraps the older private key forms into PKCS #8 (RFC 5958), the one the JDK reads: PKCS #1 for RSA
 * (RFC 8017, A.1.2) and SEC 1 for elliptic curves (RFC 5915).
 */
final class LegacyKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0; // [0] of ECPrivateKey

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    // rsaEncryption 1.2.840.113549.1.1.1 with NULL
    private static final byte[] RSA = {
        SEQUENCE, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };
    // id-ecPublicKey 1.2.840.10045.2.1
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private LegacyKeys() {}

    static byte[] rsaToPkcs8(byte[] pkcs1) {
        return der(SEQUENCE, VERSION_0, RSA, der(OCTETS, pkcs1));
    }

    static byte[] ecToPkcs8(Path file, byte[] sec1) throws IOException {
        byte[] curve = curve(sec1);
        if (curve.length == 0) {
            throw new IOException(
                    file
                            + " does not name its curve. Convert it:"
                            + " openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem");
        }
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve), der(OCTETS, sec1));
    }

    /** The object identifier inside [0] of an ECPrivateKey, or nothing. */
    private static byte[] curve(byte[] sec1) {
        int[] at = {0};
        if (!enter(sec1, at, SEQUENCE) || !skip(sec1, at, INTEGER) || !skip(sec1, at, OCTETS)) {
            return new byte[0];
        }
        int length = at[0] < sec1.length ? header(sec1, at, PARAMETERS) : -1;
        return length < 0 ? new byte[0] : Arrays.copyOfRange(sec1, at[0], at[0] + length);
    }

    private static boolean enter(byte[] der, int[] at, int tag) {
        return header(der, at, tag) >= 0;
    }

    private static boolean skip(byte[] der, int[] at, int tag) {
        int length = header(der, at, tag);
        at[0] += Math.max(length, 0);
        return length >= 0;
    }

    /** Moves past tag and length; -1 when there is another tag or not enough bytes. */
    private static int header(byte[] der, int[] at, int tag) {
        if (at[0] + 2 > der.length || (der[at[0]] & 0xFF) != tag) {
            return -1;
        }
        int length = der[at[0] + 1] & 0xFF;
        at[0] += 2;
        if (length >= 0x80) {
            int octets = length & 0x7F;
            if (octets == 0 || octets > 2 || at[0] + octets > der.length) {
                return -1;
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | (der[at[0]++] & 0xFF);
            }
        }
        return at[0] + length <= der.length ? length : -1;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >>> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
