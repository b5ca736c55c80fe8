package dev.parley.server.check;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.server.signaling.IceServerPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is told to try.
 *
 * @param own URLs of this server; of TLS, those too that browsers refuse for their certificate
 * @param furtherUrls of other servers with the same secret: of these, nothing is seen here
 * @param stunPort of STUN over UDP, or 0
 * @param alternateStunPort a second one that shows how a NAT maps, or 0
 * @param external the addresses that a 1:1 NAT in front gives this server; else none
 * @param fallback an address of this machine for pages on loopback, or null
 * @param selfSigned whether browsers refuse the certificate for TURN
 * @param lends whether a check gets a key that is good for a relay; without, the refusal of a key
 *     that never was good shows as well that the way is open
 */
public record CheckPlan(
        IceServerPlan own,
        List<String> furtherUrls,
        int stunPort,
        int alternateStunPort,
        List<IpAddress> external,
        @Nullable IpAddress fallback,
        boolean selfSigned,
        boolean lends) {

    public CheckPlan {
        external = List.copyOf(external);
        furtherUrls = List.copyOf(furtherUrls);
    }

    /**
     * Where an ICE check finds this server's STUN, or null.
     *
     * @param asked the address that the page was asked from
     */
    @Nullable TransportAddress probe(IpAddress asked) {
        if (stunPort == 0) {
            return null;
        }
        IpAddress local = asked.unmapped();
        for (IpAddress address : external) {
            if (address.v6() == local.v6()) {
                return new TransportAddress(address, stunPort);
            }
        }
        IpAddress best = local.toInetAddress().isLoopbackAddress() ? fallback : local;
        return best == null ? null : new TransportAddress(best, stunPort);
    }
}
