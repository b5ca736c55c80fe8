package dev.parley.internet;

import dev.parley.core.IpAddress;

/** Errors of RFC 792 and RFC 4443 that nodes send. */
public enum Icmp {
    PORT_UNREACHABLE(3, 3, 1, 4),
    HOST_UNREACHABLE(3, 1, 1, 3),
    PROHIBITED(3, 13, 1, 1),
    TOO_BIG(3, 4, 2, 0),
    HOP_LIMIT(11, 0, 3, 0);

    public static final int ECHO_REQUEST_V4 = 8;
    public static final int ECHO_REPLY_V4 = 0;
    public static final int ECHO_REQUEST_V6 = 128;
    public static final int ECHO_REPLY_V6 = 129;

    private final int type4;
    private final int code4;
    private final int type6;
    private final int code6;

    Icmp(int type4, int code4, int type6, int code6) {
        this.type4 = type4;
        this.code4 = code4;
        this.type6 = type6;
        this.code6 = code6;
    }

    public int type(boolean v6) {
        return v6 ? type6 : type4;
    }

    public int code(boolean v6) {
        return v6 ? code6 : code4;
    }

    /** Makes {@code error} the message about a packet, addressed to its source. */
    static void write(Packet error, Packet about, Icmp what, int mtuBytes, IpAddress from) {
        Packet quoted = new Packet();
        quoted.copyHeaderFrom(about);
        quoted.payload(about.payload, 0, about.length);
        quoted.quoted = null;
        error.protocol = Protocol.ICMP;
        error.parent = about.id;
        error.source(from.v6(), from.high(), from.low(), 0);
        error.destination(about.srcHigh, about.srcLow, 0);
        error.icmpType = what.type(about.v6);
        error.icmpCode = what.code(about.v6);
        error.icmpMtu = mtuBytes;
        error.quoted = quoted;
    }
}
