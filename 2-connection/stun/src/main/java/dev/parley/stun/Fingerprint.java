package dev.parley.stun;

import java.util.zip.CRC32;

/** The CRC-32 that tells STUN from other protocols on the same port, RFC 8489 section 14.7. */
final class Fingerprint {
    static final int BYTES = 4;
    private static final int XOR = 0x5354554E; // "STUN"

    private final CRC32 crc = new CRC32();

    /** The value for a message whose FINGERPRINT attribute starts at {@code attribute}. */
    int compute(byte[] buf, int off, int attribute) {
        int lengthField =
                attribute
                        - off
                        + StunReader.ATTRIBUTE_HEADER_BYTES
                        + BYTES
                        - StunReader.HEADER_BYTES;
        crc.reset();
        crc.update(buf, off, 2);
        crc.update(lengthField >> 8);
        crc.update(lengthField);
        crc.update(buf, off + 4, attribute - off - 4);
        return (int) crc.getValue() ^ XOR;
    }
}
