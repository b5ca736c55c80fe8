package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import org.jspecify.annotations.Nullable;

/** ChannelBind, RFC 8656 section 12.2: makes or renews a channel, and its peer's permission. */
final class ChannelBindRequests {
    private final ServerContext context;
    private final Answers answers;
    private final AllocationTable table;
    private final Permissions permissions;
    private final Flows flows;
    private final SharedRelays shared;

    ChannelBindRequests(
            ServerContext context,
            Answers answers,
            AllocationTable table,
            Permissions permissions,
            Flows flows,
            SharedRelays shared) {
        this.shared = shared;
        this.context = context;
        this.answers = answers;
        this.table = table;
        this.permissions = permissions;
        this.flows = flows;
    }

    void handle(long now, ReplyTo to, StunReader request, Allocation allocation) {
        if (allocation.tcp) {
            answers.refuse(to, StunErrorCode.FORBIDDEN); // RFC 6062: there are no channels
            return;
        }
        int number = request.u16(StunAttributeType.CHANNEL_NUMBER);
        TransportAddress peer = request.xorAddress(StunAttributeType.XOR_PEER_ADDRESS);
        if (!Channel.isNumber(number) || peer == null || peer.port() == 0) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
            return;
        }
        int error = permissions.check(allocation, peer);
        Relay relay = allocation.relay(peer.ip().v6());
        if (error != 0 || relay == null) {
            answers.refuse(to, error);
            return;
        }
        if (permissions.deniesPort(peer)) {
            answers.refuse(to, StunErrorCode.FORBIDDEN);
            return;
        }
        Channel byNumber = allocation.channels.get(number);
        Channel byPeer = bound(relay, peer);
        if (byNumber != byPeer) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST); // one of them is bound elsewhere
            return;
        }
        Channel channel = byNumber;
        // Also the permission of one that stands may have ended, and others may have its place.
        if (channel == null && mayPermit(allocation, peer)) {
            channel = bind(relay, number, peer);
        }
        if (channel == null || !mayPermit(allocation, peer)) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
            return;
        }
        channel.expiresAt = now + ServerContext.nanos(context.config.lifetimes().channel());
        context.timers.move(channel.timer, channel.expiresAt);
        permissions.install(now, relay, peer.ip());
        flows.openOrExtend(channel);
        if (answers.success(to) != null) {
            answers.send(to);
        }
    }

    private @Nullable Channel bound(Relay relay, TransportAddress peer) {
        if (toSharedPort(relay, peer)) {
            return relay.allocation.channels.first(
                    channel -> channel.relay == relay && channel.peer.equals(peer));
        }
        IpAddress ip = context.rewrites.reached(peer.ip());
        int path =
                context.paths.find(
                        relay.socket, ip.v6(), ip.high(), ip.low(), peer.port(), Transport.UDP);
        Channel channel = path == Paths.NONE ? null : table.channelByPeerPath.get(path);
        return channel == null || channel.relay != relay ? null : channel;
    }

    /** Each relay there may have a channel to the others. */
    private boolean toSharedPort(Relay relay, TransportAddress peer) {
        return relay.share != null
                && relay.ports.address.is(peer.ip())
                && peer.port() == relay.port;
    }

    private boolean mayPermit(Allocation allocation, TransportAddress peer) {
        return permissions.has(allocation, peer.ip()) || permissions.room(allocation) > 0;
    }

    /** Null when there is no room for one more. */
    private @Nullable Channel bind(Relay relay, int number, TransportAddress peer) {
        if (relay.allocation.channels.size() >= context.config.quotas().channelsPerAllocation()) {
            return null;
        }
        TransportAddress reached =
                new TransportAddress(context.rewrites.reached(peer.ip()), peer.port());
        int path = context.paths.intern(relay.socket, reached, Transport.UDP);
        if (path == Paths.NONE) {
            context.counters.count(TurnCounter.DROPPED_PATHS_FULL);
            return null;
        }
        RelayShare share = relay.share;
        boolean toShared = toSharedPort(relay, peer);
        TurnCounter refusal = share == null || toShared ? null : shared.take(share, path);
        if (refusal != null) {
            context.counters.count(refusal);
            return null;
        }
        context.paths.retain(path);
        Channel channel = new Channel(relay, number, path, peer);
        channel.timer = context.timers.add(channel, Long.MAX_VALUE - 1);
        relay.allocation.channels.put(number, channel);
        table.channels++;
        if (!toShared) {
            table.channelByPeerPath.put(path, channel);
        } else if (share != null && peer.equals(relay.external)) {
            share.ownChannel = channel;
        }
        return channel;
    }
}
