package dev.parley.internet;

/** What stands above IP. */
public enum Protocol {
    UDP(17),
    TCP(6),
    /** ICMP with IPv4, ICMPv6 with IPv6. */
    ICMP(1);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** The protocol number in the IP header; that of ICMPv6 is 58. */
    public int number(boolean v6) {
        return this == ICMP && v6 ? 58 : number;
    }

    /** The length of the header between IP's and the payload; TCP options are in the payload. */
    public int headerBytes() {
        return this == TCP ? 20 : 8;
    }
}
