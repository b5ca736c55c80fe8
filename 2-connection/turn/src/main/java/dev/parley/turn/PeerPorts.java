package dev.parley.turn;

import java.util.BitSet;
import java.util.List;

/**
 * Which ports of peers may be relayed to and from, whatever their address. A permission names no
 * port (RFC 8656 section 9), so this is judged for each channel, connection and datagram.
 *
 * <p>By default the ports of services that are abused through relays are closed: all below 1024 but
 * 80 and 443, where mail, names, time and files are served, and a few above that answer by more
 * than they were asked. A peer of WebRTC is not found there: systems choose ports above 1023, NATs
 * keep them there (RFC 4787 section 4.2.2), and media servers that want to pass firewalls share 80
 * or 443 with the web.
 */
public final class PeerPorts {
    private static final List<PortRange> CLOSED =
            List.of(
                    new PortRange(1, 79),
                    new PortRange(81, 442),
                    new PortRange(444, 1023),
                    new PortRange(1434, 1434), // SQL Server Browser
                    new PortRange(1900, 1900), // SSDP
                    new PortRange(3702, 3702), // WS-Discovery
                    new PortRange(5353, 5353), // multicast DNS
                    new PortRange(11211, 11211)); // memcached

    /** What is closed by default, and nothing else. */
    public static final PeerPorts DEFAULT = new PeerPorts(List.of(), List.of());

    private final BitSet denied = new BitSet(1 << 16);

    /**
     * A denied range wins over an allowed one, and an allowed one over the default.
     *
     * @param allow ranges that may be relayed to although they are closed by default
     * @param deny ranges that may not be relayed to
     */
    public PeerPorts(List<PortRange> allow, List<PortRange> deny) {
        CLOSED.forEach(range -> denied.set(range.min(), range.max() + 1));
        allow.forEach(range -> denied.clear(range.min(), range.max() + 1));
        deny.forEach(range -> denied.set(range.min(), range.max() + 1));
    }

    /** Whether nothing may be relayed to or from that port. */
    public boolean denies(int port) {
        return denied.get(port);
    }
}
