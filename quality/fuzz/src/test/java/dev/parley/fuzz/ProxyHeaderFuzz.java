package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.netty.StageDoor;
import dev.parley.netty.StageDoor.Proxied;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection from a load balancer: a PROXY header or nothing, however they are
 * cut, and never another client than the header names.
 */
class ProxyHeaderFuzz extends FuzzTarget {
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);
    private static final int FIXED_BYTES = 16;
    private static final int V1_MOST_BYTES = 108;

    /** Further fields, and the longest addresses before them. */
    private static final int MOST_FIELD_BYTES = 4096 + 216;

    @Override
    String corpus() {
        return "proxy-header";
    }

    @Override
    void run(byte[] input) {
        Proxied whole = StageDoor.proxied(input, Math.max(1, input.length));
        Proxied cut = StageDoor.proxied(input, 1);
        check(whole.headers() <= 1, "there is one header");
        check(whole.headers() + whole.refused() <= 1, "a header is taken or refused");
        check(whole.open() == (whole.refused() == 0), "what is refused is closed, and counted");
        check(whole.headers() == 1 || whole.rest().length == 0, "nothing passes without a header");
        check(cut.headers() == whole.headers(), "the header is there in pieces, too");
        check(cut.refused() == whole.refused(), "garbage is garbage in pieces, too");
        check(
                String.valueOf(cut.client()).equals(String.valueOf(whole.client())),
                "the client does not depend on the cuts");
        check(Arrays.equals(cut.rest(), whole.rest()), "the rest does not depend on the cuts");
        if (whole.headers() == 0) {
            check(whole.refused() == 1 || mayWait(input), "nobody is waited for without an end");
            return;
        }
        int header = input.length - whole.rest().length;
        check(
                Arrays.equals(whole.rest(), Arrays.copyOfRange(input, header, input.length)),
                "what follows the header arrives as it was sent");
        TransportAddress client = whole.client();
        check(
                String.valueOf(client).equals(String.valueOf(named(input, header))),
                "the client is the one that the header names");
        check(client == null || !isMapped(client.ip()), "one form for each address");
    }

    private static boolean isMapped(IpAddress address) {
        return address.v6() && !address.unmapped().v6();
    }

    /** Whether more bytes can make a header of it. */
    private static boolean mayWait(byte[] input) {
        int same = Math.min(input.length, SIGNATURE.length);
        if (!Arrays.equals(input, 0, same, SIGNATURE, 0, same)) {
            return input.length <= V1_MOST_BYTES;
        }
        return input.length < FIXED_BYTES
                || input.length < FIXED_BYTES + Math.min(Bytes.u16(input, 14), MOST_FIELD_BYTES);
    }

    /** Read once more, in another way; {@code input[0, header)} was taken. */
    private static @Nullable TransportAddress named(byte[] input, int header) {
        if (input[0] != SIGNATURE[0]) {
            String[] words = new String(input, 0, header - 2, ISO_8859_1).split(" ", -1);
            return words[1].equals("UNKNOWN")
                    ? null
                    : new TransportAddress(
                            IpAddress.parse(words[2]).unmapped(), Integer.parseInt(words[4]));
        }
        int at = FIXED_BYTES;
        boolean own = (input[12] & 0x0F) == 0 || (input[13] & 0xFF) == 0;
        if (own) {
            return null;
        }
        check((input[12] & 0xF0) == 0x20 && (input[13] & 0x0F) == 1, "a stream, by version 2");
        return (input[13] & 0xF0) == 0x10
                ? new TransportAddress(IpAddress.v4(Bytes.i32(input, at)), Bytes.u16(input, at + 8))
                : new TransportAddress(
                        new IpAddress(true, Bytes.i64(input, at), Bytes.i64(input, at + 8))
                                .unmapped(),
                        Bytes.u16(input, at + 32));
    }
}
