package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.AttributeSet;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import org.jspecify.annotations.Nullable;

/**
 * Data from clients on its way to peers, RFC 8656 sections 11.2 and 12.5. Nothing here makes an
 * object for a packet.
 */
final class ToPeer {
    private static final int IPV4_BYTES = 8;
    private static final int IPV6_BYTES = 20;

    private final ServerContext context;
    private final OwnAddresses own;
    private final ToClient toClient;
    private final Flows flows;
    private final SharedRelays shared;
    private final int[] unknown = new int[1];

    ToPeer(
            ServerContext context,
            OwnAddresses own,
            ToClient toClient,
            Flows flows,
            SharedRelays shared) {
        this.flows = flows;
        this.shared = shared;
        this.context = context;
        this.own = own;
        this.toClient = toClient;
    }

    /** A ChannelData message, {@code buf[off, off+len)}, possibly with padding behind. */
    void channelData(long now, @Nullable Allocation allocation, byte[] buf, int off, int len) {
        if (len < Channel.HEADER_BYTES || Bytes.u16(buf, off + 2) > len - Channel.HEADER_BYTES) {
            context.counters.count(TurnCounter.DROPPED_MALFORMED);
            return;
        }
        if (allocation == null) {
            context.counters.count(TurnCounter.DROPPED_NO_ALLOCATION);
            return;
        }
        Channel channel = allocation.channels.get(Bytes.u16(buf, off));
        if (channel == null) {
            context.counters.count(TurnCounter.DROPPED_NO_CHANNEL);
            return;
        }
        Permission permission = channel.permission;
        Flow flow = channel.flow;
        if (permission == null || flow == null) {
            context.counters.count(TurnCounter.DROPPED_NO_PERMISSION);
            return;
        }
        int length = Bytes.u16(buf, off + 2);
        int data = off + Channel.HEADER_BYTES;
        int port = channel.peer.port();
        pass(now, permission, channel.peerPath, port, false, flow.counters(), buf, data, length);
        if (length > 0 && permission.relay.share != null) {
            flows.offer(channel, buf, data);
        }
    }

    /** A Send indication that starts at {@code header} of its buffer. */
    void send(long now, @Nullable Allocation allocation, StunReader message, int header) {
        if (allocation == null || allocation.tcp) {
            context.counters.count(TurnCounter.DROPPED_NO_ALLOCATION);
            return;
        }
        int data = message.find(StunAttributeType.DATA);
        int peer = message.find(StunAttributeType.XOR_PEER_ADDRESS);
        if (data == StunReader.ABSENT
                || peer == StunReader.ABSENT
                || message.unknownRequired(AttributeSet.TURN, unknown) > 0) {
            context.counters.count(TurnCounter.DROPPED_BAD_SEND);
            return;
        }
        byte[] buf = message.buffer();
        int at = message.valueOffset(peer);
        int length = message.valueLength(peer);
        int family = length < IPV4_BYTES ? 0 : Bytes.u8(buf, at + 1);
        int port =
                length < IPV4_BYTES ? 0 : Bytes.u16(buf, at + 2) ^ (StunReader.MAGIC_COOKIE >>> 16);
        boolean v6 = family == AddressFamily.IPV6 && length == IPV6_BYTES;
        boolean v4 = family == AddressFamily.IPV4 && length == IPV4_BYTES;
        if (port == 0 || !(v4 || v6)) {
            context.counters.count(TurnCounter.DROPPED_BAD_SEND);
            return;
        }
        // The mask of an IPv6 address is the cookie and the transaction id, as in the header.
        long high = v6 ? Bytes.i64(buf, at + 4) ^ Bytes.i64(buf, header + 4) : 0;
        long low =
                v6
                        ? Bytes.i64(buf, at + 12) ^ Bytes.i64(buf, header + 12)
                        : Bytes.u32(buf, at + 4) ^ StunReader.MAGIC_COOKIE;
        Relay relay = allocation.relay(v6);
        Permission permission = relay == null ? null : relay.permissions.get(high, low);
        if (permission == null) {
            context.counters.count(TurnCounter.DROPPED_NO_PERMISSION);
            return;
        }
        pass(
                now,
                permission,
                Paths.NONE,
                port,
                message.has(StunAttributeType.DONT_FRAGMENT),
                allocation.traffic,
                buf,
                message.valueOffset(data),
                message.valueLength(data));
    }

    private void pass(
            long now,
            Permission permission,
            int knownPath,
            int port,
            boolean dontFragment,
            FlowCounters counters,
            byte[] buf,
            int off,
            int len) {
        if (len == 0) {
            // DEVIATION: an empty datagram would pass by the RFC; our queue knows none.
            context.counters.count(TurnCounter.DROPPED_EMPTY);
            return;
        }
        Relay from = permission.relay;
        RelayShare share = from.share;
        if (permission.own) {
            boolean toShared = share != null && port == from.port;
            Relay to =
                    share != null && toShared
                            ? shared.partner(share, buf, off, len)
                            : own.relayAt(permission.peer, port);
            if (to != null) {
                if (isOver(from.allocation, counters, now, len)) {
                    return;
                }
                counters.toPeer(now, len);
                toClient.fromRelay(
                        now, to, from.external.ip(), from.external.port(), buf, off, len);
                return;
            }
            if (toShared) {
                return; // counted
            }
            if (cross(now, from, permission.peer, port, counters, buf, off, len)) {
                return;
            }
            if (!permission.openByRule) {
                context.counters.count(TurnCounter.DROPPED_OWN_ADDRESS);
                return;
            }
        }
        if (own.isGuarded(permission, port)) {
            context.counters.count(TurnCounter.DROPPED_BY_POLICY);
            return;
        }
        if (own.deniesPort(port)) {
            context.counters.count(TurnCounter.DROPPED_PEER_PORT);
            return;
        }
        if (isOver(from.allocation, counters, now, len)) {
            return;
        }
        int path = knownPath != Paths.NONE ? knownPath : path(permission, port);
        if (path == Paths.NONE) {
            context.counters.count(TurnCounter.DROPPED_PATHS_FULL);
            counters.dropped++;
            return;
        }
        if (share != null) {
            TurnCounter refusal = shared.take(share, path);
            if (refusal != null) {
                context.counters.count(refusal);
                counters.dropped++;
                return;
            }
            shared.passes(share, buf, off, len);
        }
        int at = context.queue.begin(path, len, dontFragment);
        if (at < 0) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
            counters.dropped++;
            return;
        }
        System.arraycopy(buf, off, context.queue.buffer(), at, len);
        context.queue.commit(len);
        counters.toPeer(now, len);
    }

    private static boolean isOver(Allocation allocation, FlowCounters counters, long now, int len) {
        if (allocation.budget.toPeer(now, len)) {
            return false;
        }
        counters.overBandwidth(1);
        return true;
    }

    /** Passes data to a relay of another shard, if one is live there. */
    private boolean cross(
            long now,
            Relay from,
            IpAddress peer,
            int port,
            FlowCounters counters,
            byte[] buf,
            int off,
            int len) {
        RelayPorts there = own.portsOf(peer);
        int shard = there == null ? -1 : there.shardAt(port, false);
        if (there == null || shard < 0) {
            return false;
        }
        if (isOver(from.allocation, counters, now, len)) {
            return true;
        }
        Crossing crossing = context.shard.crossing();
        if (crossing.data(shard, from.ports.number, from.port, there.number, port, buf, off, len)) {
            counters.toPeer(now, len);
        } else {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
            counters.dropped++;
        }
        return true;
    }

    private int path(Permission permission, int port) {
        return context.paths.intern(
                permission.relay.socket,
                permission.reached.v6(),
                permission.reached.high(),
                permission.reached.low(),
                port,
                Transport.UDP);
    }
}
