package dev.parley.internet.topology;

import dev.parley.core.IpAddress;
import java.util.List;

/**
 * A computer, a phone, a server: something with addresses that programs run on.
 *
 * @param addresses at least one; the first of a family is what its packets leave from by default
 * @param link to the router of its site, or to the internet's core
 */
public record Machine(String name, List<IpAddress> addresses, LinkBehaviour link) {

    public Machine {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(name + " needs an address");
        }
    }
}
