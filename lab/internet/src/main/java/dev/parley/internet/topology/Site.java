package dev.parley.internet.topology;

import dev.parley.core.IpPrefix;
import java.util.List;

/**
 * A network behind a gateway: a home, an office, a carrier.
 *
 * @param inside the addresses used inside, one block of each family at most; machines and the
 *     gateways of inner sites have addresses of it
 * @param gateway what stands between this site and the network around it
 * @param uplink the link from the gateway to the outside
 * @param sites sites inside this one, as homes are inside a carrier
 */
public record Site(
        String name,
        List<IpPrefix> inside,
        Gateway gateway,
        LinkBehaviour uplink,
        List<Machine> machines,
        List<Site> sites) {

    public Site {
        inside = List.copyOf(inside);
        machines = List.copyOf(machines);
        sites = List.copyOf(sites);
    }
}
