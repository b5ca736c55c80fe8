package dev.parley.stun.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other sockets that a request to one socket can be answered from, RFC 5780 section 6.1.
 *
 * @param own where the request came to
 * @param port the same address, the other port ("change port")
 * @param address the other address, the same port ("change IP"); null when the server has one
 *     address
 * @param both the other address and the other port; null together with {@code address}
 */
public record Alternates(Origin own, Origin port, @Nullable Origin address, @Nullable Origin both) {

    public Alternates {
        if ((address == null) != (both == null)) {
            throw new IllegalArgumentException("a second address comes with both ports");
        }
    }

    /**
     * What each socket of a server has beside itself.
     *
     * @param a1p1 first address, first port
     * @param a1p2 first address, second port
     * @param a2p1 second address, first port; null when there is one address
     * @param a2p2 second address, second port; null when there is one address
     */
    public static List<Alternates> of(
            Origin a1p1, Origin a1p2, @Nullable Origin a2p1, @Nullable Origin a2p2) {
        List<Alternates> all = new ArrayList<>();
        all.add(new Alternates(a1p1, a1p2, a2p1, a2p2));
        all.add(new Alternates(a1p2, a1p1, a2p2, a2p1));
        if (a2p1 != null && a2p2 != null) {
            all.add(new Alternates(a2p1, a2p2, a1p1, a1p2));
            all.add(new Alternates(a2p2, a2p1, a1p2, a1p1));
        }
        return all;
    }

    /** Whether there is a second address. */
    public boolean twoAddresses() {
        return both != null;
    }

    /** What OTHER-ADDRESS names: the other address and port, or only the other port. */
    Origin other() {
        return both != null ? both : port;
    }

    /** Where an answer leaves from, or null when that needs an address we do not have. */
    @Nullable Origin changed(boolean ip, boolean port) {
        if (ip) {
            return port ? both : address;
        }
        return port ? this.port : own;
    }
}
