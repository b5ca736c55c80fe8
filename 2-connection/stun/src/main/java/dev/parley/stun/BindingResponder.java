package dev.parley.stun;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;

/**
 * The server's side of Binding, RFC 8489 section 6.3: tells a client from which address it was
 * heard. It keeps nothing from one request to the next, and its answers are as short as the RFC
 * permits: XOR-MAPPED-ADDRESS, and FINGERPRINT only for those who sent one. So nobody can use it to
 * throw more than 2.2 times his own bytes at somebody else (20 bytes are answered by 32, or by 44
 * over IPv6).
 */
public final class BindingResponder {
    /** The longest answer: a 420 lists ten attributes at most. */
    public static final int MAX_RESPONSE_BYTES = 64;

    private static final int MAX_LISTED = 10;

    private final AttributeSet understood;
    private final StunReader reader = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final int[] unknown = new int[MAX_LISTED];

    /** A responder that understands RFC 8489. */
    public BindingResponder() {
        this(AttributeSet.STUN);
    }

    /** A responder that overlooks also what other uses of its port may put into a request. */
    public BindingResponder(AttributeSet understood) {
        this.understood = understood;
    }

    /**
     * Answers the datagram {@code buf[off, off+len)}.
     *
     * @param source where it came from
     * @param out takes the answer at {@code out[outOff]}: {@link #MAX_RESPONSE_BYTES} of room
     * @return the answer's length; 0 when there is to be none
     */
    public int respond(
            byte[] buf, int off, int len, TransportAddress source, byte[] out, int outOff) {
        return reader.parse(buf, off, len) == ParseResult.OK
                ? respond(reader, source, out, outOff)
                : 0;
    }

    /** The same for a message that was parsed already. */
    public int respond(StunReader request, TransportAddress source, byte[] out, int outOff) {
        IpAddress ip = source.ip();
        return respond(request, ip.v6(), ip.high(), ip.low(), source.port(), out, outOff);
    }

    /** The same without objects; the address is that of {@link IpAddress}. */
    public int respond(
            StunReader request, boolean v6, long high, long low, int port, byte[] out, int outOff) {
        if (!request.is(StunClass.REQUEST, StunMethod.BINDING)) {
            return 0;
        }
        boolean fingerprint = request.has(StunAttributeType.FINGERPRINT);
        if (fingerprint && !request.verifyFingerprint()) {
            return 0;
        }
        writer.wrap(out, outOff, MAX_RESPONSE_BYTES);
        int unknownCount = request.unknownRequired(understood, unknown);
        if (unknownCount > 0) {
            writer.beginResponse(StunClass.ERROR, request)
                    .errorCode(StunErrorCode.UNKNOWN_ATTRIBUTE)
                    .unknownAttributes(unknown, unknownCount);
        } else {
            writer.beginResponse(StunClass.SUCCESS, request)
                    .xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS, v6, high, low, port);
        }
        if (fingerprint) {
            writer.fingerprint();
        }
        return writer.finish();
    }
}
