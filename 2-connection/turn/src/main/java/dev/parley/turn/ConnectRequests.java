package dev.parley.turn;

import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import org.jspecify.annotations.Nullable;

/** Connect, RFC 6062 section 5.2: from the request over the connection to the answer. */
final class ConnectRequests {
    /** The least that the RFC allows. */
    private static final long TIMEOUT_SECONDS = 30;

    private final ServerContext context;
    private final Answers answers;
    private final Permissions permissions;
    private final OwnAddresses own;
    private final PeerStreams peerStreams;
    private final Endings endings;
    private final RelayOpenings openings;

    ConnectRequests(
            ServerContext context,
            Answers answers,
            Permissions permissions,
            OwnAddresses own,
            PeerStreams peerStreams,
            Endings endings,
            RelayOpenings openings) {
        this.context = context;
        this.answers = answers;
        this.permissions = permissions;
        this.own = own;
        this.peerStreams = peerStreams;
        this.endings = endings;
        this.openings = openings;
    }

    void handle(long now, ReplyTo to, StunReader request, Allocation allocation) {
        TransportAddress peer = request.xorAddress(StunAttributeType.XOR_PEER_ADDRESS);
        if (!allocation.tcp || peer == null || peer.port() == 0) {
            answers.refuse(to, StunErrorCode.BAD_REQUEST);
            return;
        }
        int error = permissions.check(allocation, peer);
        Relay relay = allocation.relay(peer.ip().v6());
        if (error != 0 || relay == null) {
            answers.refuse(to, error);
            return;
        }
        TransportAddress target = target(peer);
        if (target == null) {
            answers.refuse(to, StunErrorCode.FORBIDDEN);
        } else if (PeerStreams.hasConnect(allocation, peer)) {
            answers.refuse(to, StunErrorCode.CONNECTION_ALREADY_EXISTS);
        } else if (!peerStreams.takePlace(allocation)) {
            answers.refuse(to, StunErrorCode.INSUFFICIENT_CAPACITY);
        } else {
            int number = openings.nextRequest();
            peerStreams.connecting(new PeerStream(relay, peer, to), number);
            context.commands.add(
                    new SocketCommand.ConnectTcp(
                            number,
                            new TransportAddress(relay.ports.address.bind(), relay.port),
                            target,
                            ServerContext.nanos(TIMEOUT_SECONDS)));
        }
    }

    /** Where to connect to; null when nobody may. A relay of ours is reached by its own socket. */
    private @Nullable TransportAddress target(TransportAddress peer) {
        if (own.contains(peer.ip())) {
            RelayAddress relay = own.tcpRelayAt(peer.ip(), peer.port());
            if (relay != null) {
                return new TransportAddress(relay.bind(), peer.port());
            }
            if (!own.isOpenByRule(peer.ip())) {
                return null;
            }
        }
        TransportAddress reached =
                new TransportAddress(context.rewrites.reached(peer.ip()), peer.port());
        boolean closed =
                own.isGuarded(peer.ip(), peer.port())
                        || own.isGuarded(reached.ip(), peer.port())
                        || own.deniesPort(peer.port());
        return closed ? null : reached;
    }

    void onConnected(long now, SocketResult.Connected connected) {
        PeerStream stream = peerStreams.answered(connected.request());
        if (stream == null || stream.state == PeerStream.State.ENDED) {
            context.commands.add(new SocketCommand.ClosePath(connected.path()));
            return;
        }
        peerStreams.stands(now, stream, connected.path());
        ReplyTo to = stream.connect;
        StunWriter answer = to == null ? null : answers.success(to);
        if (to != null && answer != null) {
            answer.u32(StunAttributeType.CONNECTION_ID, stream.id);
            answers.send(to);
        }
    }

    /** Returns false when the answer is not to a Connect. */
    boolean onFailed(SocketResult.Failed failed) {
        PeerStream stream = peerStreams.answered(failed.request());
        if (stream == null) {
            return false;
        }
        ReplyTo to = stream.connect;
        if (stream.state != PeerStream.State.ENDED && to != null) {
            endings.end(stream);
            answers.refuse(to, StunErrorCode.CONNECTION_TIMEOUT_OR_FAILURE);
        }
        return true;
    }
}
