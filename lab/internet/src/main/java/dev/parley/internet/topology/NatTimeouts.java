package dev.parley.internet.topology;

/**
 * How long a mapping stands without traffic, in seconds, and which traffic keeps it.
 *
 * @param udp RFC 4787 REQ-5: two minutes at least, five are good
 * @param tcpEstablished RFC 5382 REQ-5: two hours and four minutes at least
 * @param tcpTransitory while a connection opens or closes: four minutes at least
 * @param icmp RFC 5508 REQ-2: sixty seconds at least
 * @param inboundRefreshes whether packets from outside keep it too; those from inside always do
 *     (REQ-6)
 * @param maxMappings the most rows; the next packet that needs one is dropped
 */
public record NatTimeouts(
        int udp,
        int tcpEstablished,
        int tcpTransitory,
        int icmp,
        boolean inboundRefreshes,
        int maxMappings) {

    public static final NatTimeouts RFC = new NatTimeouts(300, 7440, 240, 60, false, 65_536);

    public NatTimeouts {
        if (udp < 1 || tcpEstablished < 1 || tcpTransitory < 1 || icmp < 1 || maxMappings < 1) {
            throw new IllegalArgumentException("a mapping lives a second at least");
        }
    }

    public NatTimeouts withUdp(int seconds) {
        return new NatTimeouts(
                seconds, tcpEstablished, tcpTransitory, icmp, inboundRefreshes, maxMappings);
    }
}
