package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.internet.Packet;

/**
 * What stands in a gateway between inside and outside: a NAT, a firewall. It gets a packet, changes
 * it in place, and hands it to one of the doors of a {@link Gate}; it may also keep it and hand it
 * over later (a fragment that waits for the first one).
 */
public interface Middlebox {

    /** Takes a packet that came from inside and is for somewhere else. */
    void outbound(long now, Packet packet, Gate gate);

    /** Takes a packet that came from outside, for one of its own addresses or for the inside. */
    void inbound(long now, Packet packet, Gate gate);

    /**
     * Whether a packet from inside to this address is for us to handle (a hairpin) and not for the
     * gateway or the way out.
     */
    default boolean hairpins(IpAddress destination) {
        return false;
    }

    /** Forgets what has expired by then, and tells of it; packets it still kept are dropped. */
    void expire(long now, Gate gate);

    /** When {@link #expire} has something to do, or {@link dev.parley.core.Deadlines#NONE}. */
    long nextExpiry();

    /** Power off and on: all tables are empty, packets it kept are dropped. */
    void reboot(long now, Gate gate);

    /** One of the outside addresses changes. Mappings that used it are gone. */
    default void changeAddress(long now, IpAddress from, IpAddress to) {}
}
