package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/** Peers that connect to a TCP relay, RFC 6062 section 5.3. */
final class PeerArrivals {
    /** Header, CONNECTION-ID, XOR-PEER-ADDRESS of an IPv6 peer. */
    private static final int INDICATION_BYTES = 20 + 8 + 24;

    private final ServerContext context;
    private final AllocationTable table;
    private final OwnAddresses own;
    private final PeerStreams peerStreams;
    private final StunWriter writer = new StunWriter();

    PeerArrivals(
            ServerContext context,
            AllocationTable table,
            OwnAddresses own,
            PeerStreams peerStreams) {
        this.context = context;
        this.table = table;
        this.own = own;
        this.peerStreams = peerStreams;
    }

    void onAccepted(long now, SocketResult.Accepted accepted) {
        int path = accepted.path();
        Relay relay = table.relayBySocket.get(accepted.socket());
        TransportAddress peer = relay == null ? null : permitted(relay, context.paths.remote(path));
        if (relay == null || peer == null || !peerStreams.takePlace(relay.allocation)) {
            context.counters.count(TurnCounter.PEER_CONNECTIONS_REFUSED);
            context.commands.add(new SocketCommand.ClosePath(path));
            return;
        }
        PeerStream stream = new PeerStream(relay, peer, null);
        peerStreams.add(stream);
        peerStreams.stands(now, stream, path);
        tell(relay.allocation, stream);
    }

    /** The peer as the client knows it, or null when it may not come. */
    private @Nullable TransportAddress permitted(Relay relay, TransportAddress remote) {
        IpAddress ip = remote.ip();
        RelayAddress ours = own.tcpRelayAt(ip, remote.port());
        TransportAddress peer =
                new TransportAddress(
                        ours == null ? context.rewrites.named(ip) : ours.external(), remote.port());
        Permission permission = permission(relay, peer.ip());
        if (permission == null || (ours == null && own.deniesPort(remote.port()))) {
            return null;
        }
        // From an own address only relays come, or whoever a rule names.
        return ours != null || !permission.own || permission.openByRule ? peer : null;
    }

    private static @Nullable Permission permission(Relay relay, IpAddress peer) {
        return relay.v6() == peer.v6() ? relay.permissions.get(peer.high(), peer.low()) : null;
    }

    /** Sends ConnectionAttempt; if it finds no room, the connection ends with its time. */
    private void tell(Allocation allocation, PeerStream stream) {
        int at = context.queue.begin(allocation.clientPath, INDICATION_BYTES);
        if (at < 0) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
            return;
        }
        int length =
                writer.wrap(context.queue.buffer(), at, INDICATION_BYTES)
                        .begin(
                                StunClass.INDICATION,
                                StunMethod.CONNECTION_ATTEMPT,
                                TransactionId.random(context.random))
                        .u32(StunAttributeType.CONNECTION_ID, stream.id)
                        .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, stream.peer)
                        .finish();
        context.queue.commit(length);
    }
}
