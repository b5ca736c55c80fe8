package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * Data from peers on its way to clients, RFC 8656 sections 11.3 and 12.6: as ChannelData where a
 * channel is bound to the peer, else as a Data indication where a permission is.
 */
final class ToClient {
    /** The most that a UDP datagram over IPv4 carries. */
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    /** Header, XOR-PEER-ADDRESS of an IPv6 peer, header and padding of DATA. */
    private static final int DATA_INDICATION_OVERHEAD = 20 + 24 + 4 + 3;

    private final ServerContext context;
    private final OwnAddresses own;
    private final AllocationTable table;
    private final Flows flows;
    private final StunWriter writer = new StunWriter();
    private final int transactionHigh;
    private long transactionLow;

    ToClient(ServerContext context, OwnAddresses own, AllocationTable table, Flows flows) {
        this.own = own;
        this.flows = flows;
        this.context = context;
        this.table = table;
        // Nobody answers an indication, so its id need only differ from the one before.
        transactionHigh = (int) context.random.nextLong();
        transactionLow = context.random.nextLong();
    }

    /** A datagram came on a relay socket. */
    void fromPeer(long now, Relay relay, int path, byte[] buf, int off, int len) {
        Paths paths = context.paths;
        Channel channel = table.channelByPeerPath.get(path);
        Permission permission =
                channel != null
                        ? channel.permission
                        : permissionAt(relay, paths.remoteHigh(path), paths.remoteLow(path));
        // Relays of ours meet inside the core; what comes from an own address by the network is
        // some other program of this machine.
        if (permission == null || (permission.own && !permission.openByRule)) {
            context.counters.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED);
            return;
        }
        int port = paths.remotePort(path);
        if (channel == null && own.deniesPort(port)) {
            context.counters.count(TurnCounter.DROPPED_PEER_PORT);
            return;
        }
        pass(now, relay, channel, permission, port, buf, off, len);
    }

    /** Another relay of ours sends: peers see its external address. */
    void fromRelay(long now, Relay relay, IpAddress from, int port, byte[] buf, int off, int len) {
        long high = from.high();
        long low = from.low();
        Permission permission = relay.v6() == from.v6() ? permission(relay, high, low) : null;
        if (permission == null) {
            context.counters.count(TurnCounter.DROPPED_PEER_NOT_PERMITTED);
            return;
        }
        pass(
                now,
                relay,
                relay.share != null ? relay.share.ownChannel : channel(relay, high, low, port),
                permission,
                port,
                buf,
                off,
                len);
    }

    private @Nullable Channel channel(Relay relay, long high, long low, int port) {
        int path = context.paths.find(relay.socket, relay.v6(), high, low, port, Transport.UDP);
        return path == Paths.NONE ? null : table.channelByPeerPath.get(path);
    }

    /** The permission of the peer that the network knows by that address. */
    private @Nullable Permission permissionAt(Relay relay, long high, long low) {
        return context.rewrites.permission(relay.permissions, relay.v6(), high, low);
    }

    private static @Nullable Permission permission(Relay relay, long high, long low) {
        return relay.permissions.get(high, low);
    }

    private void pass(
            long now,
            Relay relay,
            @Nullable Channel channel,
            Permission permission,
            int port,
            byte[] buf,
            int off,
            int len) {
        Allocation allocation = relay.allocation;
        if (channel != null && relay.share != null && len > 0) {
            flows.offer(channel, buf, off);
        }
        Flow flow = channel == null ? null : channel.flow;
        FlowCounters counters = flow == null ? allocation.traffic : flow.counters();
        if (allocation.isAway()) { // what nobody gets is not charged either
            context.counters.count(TurnCounter.DROPPED_CLIENT_AWAY);
            counters.dropped++;
            return;
        }
        if (!allocation.budget.toClient(now, len)) {
            counters.overBandwidth(1);
            return;
        }
        int sent =
                channel != null && flow != null
                        ? channelData(allocation, channel.number, buf, off, len)
                        : dataIndication(allocation, permission, port, buf, off, len);
        if (sent > 0) {
            counters.toClient(now, len);
        } else {
            counters.dropped++;
        }
    }

    /** Returns 0 when it found no room. */
    private int channelData(Allocation allocation, int number, byte[] buf, int off, int len) {
        int padding = allocation.clientStream ? -len & 3 : 0;
        int total = Channel.HEADER_BYTES + len + padding;
        int at = begin(allocation, total);
        if (at < 0) {
            return 0;
        }
        byte[] out = context.queue.buffer();
        Bytes.u16(out, at, number);
        Bytes.u16(out, at + 2, len);
        int end = at + Channel.HEADER_BYTES + len;
        System.arraycopy(buf, off, out, at + Channel.HEADER_BYTES, len);
        for (int i = 0; i < padding; i++) {
            out[end + i] = 0;
        }
        context.queue.commit(total);
        return total;
    }

    /** Returns 0 when it found no room. */
    private int dataIndication(
            Allocation allocation, Permission permission, int port, byte[] buf, int off, int len) {
        int most = DATA_INDICATION_OVERHEAD + len;
        int at = begin(allocation, most);
        if (at < 0) {
            return 0;
        }
        int length =
                writer.wrap(context.queue.buffer(), at, most)
                        .begin(
                                StunClass.INDICATION,
                                StunMethod.DATA,
                                new TransactionId(transactionHigh, transactionLow++))
                        .xorAddress(
                                StunAttributeType.XOR_PEER_ADDRESS,
                                permission.peer.v6(),
                                permission.peer.high(),
                                permission.peer.low(),
                                port)
                        .bytes(StunAttributeType.DATA, buf, off, len)
                        .finish();
        if (length == 0) {
            context.counters.count(TurnCounter.DROPPED_PEER_TOO_LARGE);
            return 0;
        }
        context.queue.commit(length);
        return length;
    }

    private int begin(Allocation allocation, int most) {
        if (most > MAX_DATAGRAM_BYTES && !allocation.clientStream) {
            context.counters.count(TurnCounter.DROPPED_PEER_TOO_LARGE);
            return -1;
        }
        int at = context.queue.begin(allocation.clientPath, most);
        if (at < 0) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
        }
        return at;
    }
}
