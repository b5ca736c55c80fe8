package dev.parley.internet.topology;

import dev.parley.core.IpAddress;
import java.util.List;

/**
 * What stands between a site and the network around it. A packet on its way out meets the firewall
 * first and is translated after; on its way in it is translated first.
 *
 * @param outside its addresses in the network around: those that a NAT lends out; never empty. A
 *     family without an address here is not connected, unless {@code nat} routes it
 * @param nat how addresses of the inside become those of the outside
 * @param firewall what may pass at all
 */
public record Gateway(List<IpAddress> outside, Nat nat, Firewall firewall) {

    public Gateway {
        outside = List.copyOf(outside);
        if (outside.isEmpty()) {
            throw new IllegalArgumentException("a gateway needs an address outside");
        }
    }
}
