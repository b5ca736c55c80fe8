package dev.parley.internet.nat;

import dev.parley.internet.Protocol;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.NatTimeouts;

/**
 * How long rows stand unused, in nanoseconds.
 *
 * @param inboundRefreshes whether packets from outside keep those of UDP and ICMP too; a TCP
 *     connection is idle only when nobody sends
 */
record Lifetimes(
        long udp, long icmp, long tcpEstablished, long tcpTransitory, boolean inboundRefreshes) {

    private static final long SECOND = 1_000_000_000L;

    static Lifetimes of(NatTimeouts timeouts) {
        return new Lifetimes(
                timeouts.udp() * SECOND,
                timeouts.icmp() * SECOND,
                timeouts.tcpEstablished() * SECOND,
                timeouts.tcpTransitory() * SECOND,
                timeouts.inboundRefreshes());
    }

    /** For TCP those of RFC 6092 REC-35. */
    static Lifetimes of(Firewall firewall) {
        return new Lifetimes(
                firewall.idleSeconds() * SECOND,
                firewall.idleSeconds() * SECOND,
                NatTimeouts.RFC.tcpEstablished() * SECOND,
                NatTimeouts.RFC.tcpTransitory() * SECOND,
                false);
    }

    /** Of what was just used; for TCP, of a connection that begins. */
    long of(Protocol protocol) {
        return switch (protocol) {
            case UDP -> udp;
            case ICMP -> icmp;
            case TCP -> tcpTransitory;
        };
    }
}
