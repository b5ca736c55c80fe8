package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.TransportAddress;
import dev.parley.stun.RetransmissionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One allocation on a TURN server (RFC 8656) without sockets, clock or threads: over UDP, or over a
 * TCP or TLS connection that the driver has made.
 *
 * <pre>
 *   client.allocate(now, path);
 *   ... drive the core; on Allocated, tell the relayed address to somebody ...
 *   client.permit(now, peer.ip());
 *   ... on Permitted ...
 *   client.send(now, peer, buf, off, len);        // what peers send comes to the sink
 *   client.bind(now, peer);                       // smaller headers, once Bound
 *   client.close(now);
 * </pre>
 *
 * <p>The allocation, its permissions and channels are kept until {@link #close} or {@link #forget}:
 * each is refreshed well before its end, and again when that failed. Wishes may come before the
 * allocation stands; after its end they are ignored. Every way it can go is in {@link
 * TurnClientEvent}.
 *
 * <p>An answer counts only when it comes on the client's path, belongs to a request that waits and
 * has the integrity that it must have. Anything else is counted in {@link #ignored}.
 *
 * <p>When the allocation ends, a stream is of no use to anybody else: the client asks for it to be
 * closed ({@link SocketCommand.ClosePath}).
 */
public final class TurnClient implements ProtocolCore<TurnClientEvent> {
    /** The most permissions, and the most channels, at a time. */
    public static final int MAX_PEERS = 128;

    private final ClientContext context;
    private final Allocation allocation;
    private final Permissions permissions;
    private final Channels channels;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Ways ways;
    private boolean stood; // the allocation, when we last looked

    /**
     * A client that has not asked for anything.
     *
     * @param paths the table that the driver uses too
     * @param random unpredictable: transaction ids come from it
     * @param policy how often and how long each request is sent
     * @param sink takes what peers send
     */
    public TurnClient(
            Paths paths,
            RandomSource random,
            RetransmissionPolicy policy,
            TurnClientConfig config,
            PeerDataSink sink) {
        context = new ClientContext(paths, random, policy, config);
        ways = new Ways(context, this::frame);
        allocation = new Allocation(context, ways);
        permissions = new Permissions(context, allocation);
        channels = new Channels(context, allocation, permissions);
        outbound = new Outbound(context, allocation, permissions, channels);
        inbound = new Inbound(context, allocation, ways, permissions, channels, sink);
    }

    /**
     * Asks for the relay. The client retains the path until the end.
     *
     * @param path the way to the server; over TCP and TLS the connection stands already
     * @throws IllegalStateException when called again
     */
    public void allocate(long now, int path) {
        allocation.allocate(now, path);
    }

    /** Wants datagrams to pass from and to all ports of this address. Once is enough. */
    public void permit(long now, IpAddress peer) {
        if (!allocation.hasEnded()) {
            permissions.permit(now, peer);
            settle(now);
        }
    }

    /** Wants a channel for this peer, and with it the permission. Once is enough. */
    public void bind(long now, TransportAddress peer) {
        if (!allocation.hasEnded()) {
            channels.bind(now, peer);
            settle(now);
        }
    }

    /**
     * Lets the permission and the channels of an address end by not refreshing them, and ignores
     * what still comes from there. Without an event.
     */
    public void forget(long now, IpAddress peer) {
        permissions.forget(peer);
        channels.forget(now, peer);
    }

    /**
     * Sends {@code buf[off, off+len)} to a peer: as ChannelData when its channel is bound, else as
     * a Send indication. Nothing is kept for later: whoever needs it there asks again on {@link
     * TurnClientEvent.Permitted}.
     *
     * @return false when it was not sent: the peer is not permitted (yet, or since a refresh got no
     *     answer), it is too large for a message, or the queue is full
     */
    public boolean send(long now, TransportAddress peer, byte[] buf, int off, int len) {
        IpAddress ip = peer.ip();
        return send(now, ip.v6(), ip.high(), ip.low(), peer.port(), buf, off, len);
    }

    /** The same without an address object; the arguments are those of {@link IpAddress}. */
    public boolean send(
            long now, boolean v6, long high, long low, int port, byte[] buf, int off, int len) {
        return allocation.isLive() && outbound.send(now, v6, high, low, port, buf, off, len);
    }

    /**
     * Has a relay by TCP connect to a peer (RFC 6062); {@link TurnClientEvent.PeerConnected} or
     * {@link TurnClientEvent.ConnectFailed} comes. A peer that was {@link #permit permitted} may
     * connect by itself, too.
     *
     * @throws IllegalStateException without such a relay
     */
    public void connect(long now, TransportAddress peer) {
        requireTcpRelay();
        context.requests.ask(now, new ConnectExchange(context, peer));
    }

    /**
     * Makes a new connection to the server the other half of one with a peer; {@link
     * TurnClientEvent.ConnectionBound} or {@link TurnClientEvent.ConnectionBindFailed} comes. The
     * client retains the path until then.
     *
     * @param path of a connection to the same server, by TCP or TLS, on which nothing was sent
     * @throws IllegalStateException without a relay by TCP, or when too many wait
     */
    public void bindConnection(long now, int path, int connectionId) {
        requireTcpRelay();
        context.dataConnections.bind(now, path, connectionId);
    }

    private void requireTcpRelay() {
        if (!context.config.tcpRelay() || !allocation.isLive()) {
            throw new IllegalStateException("there is no relay by TCP: wait for Allocated");
        }
    }

    /** Whether {@link #move} may be called: the relay stands, and the server gave a ticket. */
    public boolean canMove() {
        return allocation.isLive() && ways.canMove();
    }

    /**
     * Takes the allocation along to another path to the same server (RFC 8016), with its relayed
     * addresses, permissions and channels: our address changed, or is about to. {@link
     * TurnClientEvent.Moved} or {@link TurnClientEvent.MoveFailed} comes; until then what the
     * client sends goes by the path that it has, if it still has one. A further call gives the one
     * before up.
     *
     * <p>Where a NAT gives a UDP client another address without a word, the server's answers say
     * so, and the client shows its ticket by itself.
     *
     * @param path over TCP and TLS the connection stands already; the client retains it. Over UDP
     *     it may be the same, for somebody who knows that a NAT on it is another one
     * @throws IllegalStateException when {@link #canMove} is false, or the stream is the client's
     */
    public void move(long now, int path) {
        if (!canMove()) {
            throw new IllegalStateException(
                    "there is no ticket to move by: ask for one by TurnClientConfig.mobility");
        }
        ways.move(now, allocation, path);
    }

    /**
     * Refreshes everything now. For whoever notices that time passed which no monotonic clock
     * counts, as when a laptop slept, or that the network is another one.
     */
    public void refresh(long now) {
        if (allocation.isLive()) {
            allocation.refresh(now);
            permissions.refresh(now);
            channels.refresh(now);
            settle(now);
        }
    }

    /**
     * Gives the allocation back. {@link TurnClientEvent.Ended} comes when the server has answered,
     * or when it was asked often enough; who cannot wait drains once and goes.
     */
    public void close(long now) {
        allocation.close(now);
    }

    // ---- ProtocolCore

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        if (ways.at(path) == null || allocation.hasEnded()) {
            inbound.ignore();
            return;
        }
        inbound.handle(now, buf, off, len);
        settle(now);
    }

    @Override
    public void receiveStream(long now, int path, byte[] buf, int off, int len) {
        if (context.dataConnections.receive(now, path, buf, off, len)) {
            return;
        }
        Way way = ways.at(path);
        if (way == null || allocation.hasEnded()) {
            inbound.ignore();
            return;
        }
        if (!way.frames.receive(now, buf, off, len)) {
            broken(way, false);
        }
        settle(now);
    }

    private void broken(Way way, boolean closed) {
        if (allocation.hasEnded()) {
            return;
        }
        if (!ways.isCurrent(way) || canMove()) {
            ways.broken(way, closed);
        } else {
            allocation.streamBroken(closed);
        }
    }

    private boolean frame(long now, byte[] buf, int off, int len) {
        return inbound.handle(now, buf, off, len) && !allocation.hasEnded();
    }

    /** A stream that ends takes the allocation with it, unless that can move. */
    @Override
    public void onResult(long now, SocketResult result) {
        switch (result) {
            case SocketResult.PathClosed(int path) -> {
                Way way = ways.at(path);
                if (way != null) {
                    broken(way, true);
                } else {
                    context.dataConnections.closed(path);
                }
            }
            case SocketResult.Opened _,
                    SocketResult.Failed _,
                    SocketResult.StreamResult _ -> {} // we asked for none
        }
    }

    @Override
    public void onTimeout(long now) {
        // First: what has expired needs no refresh.
        allocation.onTimeout(now);
        context.requests.onTimeout(now);
        ways.onTimeout(now);
        context.dataConnections.onTimeout(now);
        settle(now);
        if (allocation.isLive()) {
            outbound.onTimeout(now);
        }
    }

    /** Asks for what became due, also by the allocation coming to stand. */
    private void settle(long now) {
        if (!allocation.isLive()) {
            return;
        }
        if (ways.takeArrival()) {
            outbound.arrived(now);
        }
        if (!stood) {
            stood = true;
            outbound.startKeepalives(now);
        }
        permissions.onTimeout(now);
        channels.onTimeout(now);
    }

    @Override
    public long nextTimeout() {
        if (allocation.hasEnded()) {
            return Deadlines.NONE;
        }
        long requests =
                Math.min(context.requests.nextTimeout(), context.dataConnections.nextTimeout());
        if (!allocation.isLive()) {
            return requests;
        }
        return Math.min(
                Math.min(Math.min(requests, ways.nextTimeout()), allocation.nextTimeout()),
                Math.min(
                        outbound.nextTimeout(),
                        Math.min(permissions.nextTimeout(), channels.nextTimeout())));
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        int length = context.dataConnections.pollTransmit(out);
        if (length > 0) {
            return length;
        }
        length = ways.pollTransmit(out);
        if (length > 0) {
            return length;
        }
        length = context.requests.pollTransmit(out);
        if (length == 0) {
            length = context.queue.poll(out);
        }
        if (length > 0) {
            outbound.sent(now);
        }
        return length;
    }

    @Override
    public @Nullable SocketCommand pollCommand() {
        return context.commands.poll();
    }

    @Override
    public @Nullable TurnClientEvent pollEvent() {
        return context.events.poll();
    }

    /** How many messages were malformed, of no request, of no peer of ours or not to be trusted. */
    public long ignored() {
        return inbound.ignored();
    }
}
