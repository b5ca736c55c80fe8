package dev.parley.server.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the few ASN.1 types that a certificate is made of, in DER (X.690). */
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** Tag, length and content. */
    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] octets(byte[]... parts) {
        return element(0x04, parts);
    }

    /** A string of whole bytes. */
    static byte[] bits(byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = new byte[] {0}; // no unused bits
        System.arraycopy(parts, 0, all, 1, parts.length);
        return element(0x03, all);
    }

    static byte[] utf8(String text) {
        return element(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] trueValue() {
        return element(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] nullValue() {
        return element(0x05);
    }

    /** UTCTime until 2049, GeneralizedTime after it (RFC 5280, section 4.1.2.5). */
    static byte[] time(Instant at) {
        String text = TIME.format(at);
        boolean utc = at.atOffset(ZoneOffset.UTC).getYear() < 2050;
        String written = utc ? text.substring(2) : text;
        return element(utc ? 0x17 : 0x18, written.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code [number] EXPLICIT}. */
    static byte[] explicit(int number, byte[]... parts) {
        return element(0xA0 | number, parts);
    }

    /** {@code [number] IMPLICIT} of a type without parts. */
    static byte[] implicit(int number, byte[] content) {
        return element(0x80 | number, content);
    }

    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        base128(out, Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            base128(out, Integer.parseInt(arcs[i]));
        }
        return element(0x06, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, int value) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (value >>> shift != 0) {
                out.write(0x80 | (value >>> shift & 0x7F));
            }
        }
        out.write(value & 0x7F);
    }
}
