package dev.parley.turn;

import dev.parley.core.TransportAddress;
import dev.parley.turn.AllocationDescription.ChannelDescription;
import dev.parley.turn.AllocationDescription.ConnectionDescription;
import dev.parley.turn.AllocationDescription.PermissionDescription;
import dev.parley.turn.AllocationDescription.RelayDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands, in records for people and programs to look at. */
final class Descriptions {
    private final AllocationTable table;
    private final Flows flows;

    Descriptions(AllocationTable table, Flows flows) {
        this.table = table;
        this.flows = flows;
    }

    /** See {@link TurnServer#list}. */
    List<AllocationSummary> list(long after, int atMost) {
        return table.after(after).stream()
                .filter(Allocation::isLive)
                .limit(atMost)
                .map(this::summary)
                .toList();
    }

    /** See {@link TurnServer#describe}. */
    @Nullable AllocationDescription describe(long id) {
        Allocation allocation = table.byId(id);
        if (allocation == null || !allocation.isLive()) {
            return null;
        }
        List<ChannelDescription> channels = new ArrayList<>();
        allocation.channels.forEach(channel -> channels.add(channel(channel)));
        channels.sort(Comparator.comparingInt(ChannelDescription::number));
        return new AllocationDescription(
                summary(allocation),
                allocation.relays().stream().map(Descriptions::relay).toList(),
                channels,
                allocation.peerStreams.stream().map(Descriptions::connection).toList());
    }

    private AllocationSummary summary(Allocation allocation) {
        List<TransportAddress> relayed = new ArrayList<>();
        long expiresAt = Long.MIN_VALUE;
        int permissions = 0;
        for (Relay relay : allocation.relays()) {
            relayed.add(relay.external);
            expiresAt = Math.max(expiresAt, relay.expiresAt);
            permissions += relay.permissions.size();
        }
        return new AllocationSummary(
                allocation.id,
                allocation.owner.user(),
                allocation.client,
                allocation.transport,
                allocation.tcp,
                relayed,
                allocation.createdAt,
                expiresAt,
                permissions,
                allocation.channels.size(),
                allocation.peerStreams.size(),
                Usage.of(flows.traffic(allocation)));
    }

    private static RelayDescription relay(Relay relay) {
        List<PermissionDescription> permissions = new ArrayList<>();
        relay.permissions.forEach(permission ->
                permissions.add(new PermissionDescription(permission.peer, permission.expiresAt)));
        permissions.sort(Comparator.comparing(PermissionDescription::peer));
        return new RelayDescription(relay.external, relay.expiresAt, permissions);
    }

    private ChannelDescription channel(Channel channel) {
        return new ChannelDescription(
                channel.number,
                channel.peer,
                channel.expiresAt,
                channel.flow != null,
                channel.accelerated,
                Usage.of(flows.traffic(channel)));
    }

    private static ConnectionDescription connection(PeerStream stream) {
        return new ConnectionDescription(stream.peer, stream.state == PeerStream.State.BOUND);
    }
}
