package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.List;

/**
 * An allocation at one moment with all that it has; see {@link TurnServer#describe}.
 *
 * @param relays by family, IPv4 first
 * @param channels by number
 * @param connections with peers, oldest first
 */
public record AllocationDescription(
        AllocationSummary summary,
        List<RelayDescription> relays,
        List<ChannelDescription> channels,
        List<ConnectionDescription> connections) {

    /**
     * A relayed address.
     *
     * @param relayed what peers see
     * @param permissions by address
     */
    public record RelayDescription(
            TransportAddress relayed,
            long expiresAtNanos,
            List<PermissionDescription> permissions) {

        public RelayDescription {
            permissions = List.copyOf(permissions);
        }
    }

    /** A peer that may send and be sent to, on all its ports. */
    public record PermissionDescription(IpAddress peer, long expiresAtNanos) {}

    /**
     * A channel.
     *
     * @param open whether data may pass: the permission of its peer stands
     * @param accelerated whether a {@link RelayPlane} moves its packets
     * @param usage since data could pass the last time
     */
    public record ChannelDescription(
            int number,
            TransportAddress peer,
            long expiresAtNanos,
            boolean open,
            boolean accelerated,
            Usage usage) {}

    /**
     * A TCP connection with a peer, RFC 6062.
     *
     * @param bound whether the client has its half of it
     */
    public record ConnectionDescription(TransportAddress peer, boolean bound) {}

    public AllocationDescription {
        relays = List.copyOf(relays);
        channels = List.copyOf(channels);
        connections = List.copyOf(connections);
    }
}
