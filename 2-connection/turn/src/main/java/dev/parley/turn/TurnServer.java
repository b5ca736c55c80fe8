package dev.parley.turn;

import dev.parley.core.AddressHash;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.WallClock;
import dev.parley.stun.behaviour.Alternates;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A STUN and TURN server (RFC 8489, RFC 5780, RFC 8656) without sockets, clock or threads.
 *
 * <p>A UDP datagram goes to {@link #receive}, whether it came on a listening socket (see {@link
 * #listen}) or on a relay socket that the core asked for by {@link SocketCommand.OpenUdp}; bytes of
 * TCP and TLS connections go to {@link #receiveStream}. What it wants to send comes out of {@link
 * #pollTransmit}; for a stream that is one whole message at a time, which the driver sends whole or
 * not at all.
 *
 * <p>Clients may also have relays that reach peers by TCP (RFC 6062), where the configuration says
 * so: the driver makes and takes the connections, and passes the bytes of those that are joined
 * ({@link SocketCommand.StreamCommand}).
 *
 * <p>It is a complete relay by itself. A {@link RelayPlane} may take established flows over.
 *
 * <p>Every method is for the one thread that owns it; only {@link #counters} may be read from
 * others.
 */
public final class TurnServer implements ProtocolCore<TurnEvent> {
    private final ServerContext context;
    private final AllocationTable table = new AllocationTable();
    private final OwnAddresses own;
    private final StreamTable streams;
    private final Flows flows;
    private final Endings endings;
    private final Descriptions descriptions;
    private final RelayOpenings openings;
    private final PeerStreams peerStreams;
    private final PeerArrivals arrivals;
    private final Revocation revocation;
    private final Reconfiguration reconfiguration;
    private final ConnectRequests connect;
    private final ToClient toClient;
    private final SharedRelays shared;
    private final ClientMessages messages;
    private final StreamFraming framing;
    private final RelayChoice choice;
    private final Set<Integer> listening = new HashSet<>();

    /** A server that has no socket yet and shares nothing with others of the process. */
    public TurnServer(
            TurnServerConfig config,
            Paths paths,
            RandomSource random,
            WallClock clock,
            byte[] nonceKey,
            RelayPlane plane) {
        this(config, paths, random, clock, nonceKey, plane, TurnLedger.of(config));
    }

    /**
     * A server that has no socket yet.
     *
     * @param paths the table that the driver uses too
     * @param random unpredictable: relay ports and reservation tokens come from it
     * @param clock for nonces and for credentials that end
     * @param nonceKey at least 16 random bytes, secret; servers that share it accept each other's
     *     nonces
     * @param plane moves established flows; {@link RelayPlane#NONE} for none
     * @param ledger the same for all cores of a process; only that may be used by several threads
     */
    public TurnServer(
            TurnServerConfig config,
            Paths paths,
            RandomSource random,
            WallClock clock,
            byte[] nonceKey,
            RelayPlane plane,
            TurnLedger ledger) {
        this(config, paths, random, clock, nonceKey, plane, ledger, Shard.ALONE);
    }

    /**
     * One of several cores that serve the same clients.
     *
     * @param nonceKey the same for all of them; so are {@code config} and {@code ledger}
     */
    public TurnServer(
            TurnServerConfig config,
            Paths paths,
            RandomSource random,
            WallClock clock,
            byte[] nonceKey,
            RelayPlane plane,
            TurnLedger ledger,
            Shard shard) {
        context = new ServerContext(config, paths, random, clock, plane, shard);
        long seed = random.nextLong();
        own = new OwnAddresses(config, shard, new AddressHash(seed));
        choice = new RelayChoice(own);
        streams = new StreamTable(context);
        flows = new Flows(context, own);
        Answers answers = new Answers(context);
        HandOver handOver = new HandOver(context, answers, streams);
        peerStreams = new PeerStreams(context, ledger);
        ChallengeLimiter limiter = ledger.limiter(config.challengeLimit(), seed);
        Mobility mobility = new Mobility(context, table, streams, ledger, limiter, flows);
        shared = new SharedRelays(context, table);
        Grants grants = new Grants(context, flows);
        endings =
                new Endings(
                        context,
                        table,
                        streams,
                        ledger,
                        flows,
                        grants,
                        peerStreams,
                        mobility,
                        shared);
        revocation = new Revocation(context, table, endings);
        reconfiguration =
                new Reconfiguration(context, table, own, ledger, grants, revocation, endings);
        descriptions = new Descriptions(table, flows);
        toClient = new ToClient(context, own, table, flows);
        Permissions permissions = new Permissions(context, table, own, flows, shared);
        AllocateAnswers allocateAnswers =
                new AllocateAnswers(context, answers, table, streams, ledger, grants, endings);
        openings =
                new RelayOpenings(
                        context, choice, (opening, now) -> allocateAnswers.complete(now, opening));
        arrivals = new PeerArrivals(context, table, own, peerStreams);
        connect =
                new ConnectRequests(
                        context, answers, permissions, own, peerStreams, endings, openings);
        ConnectionBindRequests connectionBind =
                new ConnectionBindRequests(context, answers, table, streams, peerStreams, handOver);
        messages =
                new ClientMessages(
                        context,
                        answers,
                        new Authenticator(
                                context,
                                answers,
                                new Nonces(nonceKey, config.lifetimes().nonce()),
                                limiter),
                        table,
                        new AllocateRequests(
                                context,
                                answers,
                                table,
                                choice,
                                ledger,
                                limiter,
                                grants,
                                endings,
                                allocateAnswers,
                                openings,
                                handOver),
                        new RefreshRequests(context, answers, grants, endings, mobility),
                        new CreatePermissionRequests(answers, permissions),
                        new ChannelBindRequests(
                                context, answers, table, permissions, flows, shared),
                        connect,
                        connectionBind,
                        mobility,
                        handOver,
                        new ToPeer(context, own, toClient, flows, shared));
        framing = new StreamFraming(streams, messages, endings, connectionBind, handOver);
    }

    /**
     * Names a UDP socket that clients send to. Datagrams on any other socket are taken for data of
     * peers, and dropped when no allocation holds the socket.
     *
     * @param socket the driver's number of it, as paths carry it
     */
    public void listen(int socket) {
        listening.add(socket);
    }

    /**
     * The same for a socket of one address. Where there are several relay addresses of a family,
     * and this is one of them, clients that come by it get it; others get each in turn.
     */
    public void listen(int socket, IpAddress local) {
        listen(socket);
        choice.listens(socket, local);
    }

    /**
     * Lets a listening socket serve discovery of NAT behaviour, RFC 5780: answers to Binding may
     * leave from its alternates. Without this, Binding is answered as RFC 8489 says and in 32
     * bytes.
     *
     * @param alternates of a socket named by {@link #listen}; so are the others in it
     */
    public void discovery(Alternates alternates) {
        messages.discovery(alternates);
    }

    /** From now on, tells of requests of those, by {@link TurnEvent.Attempt}. */
    public void watch(RequestWatch watch) {
        context.witness.watch(watch);
    }

    /** Takes one datagram from a client or from a peer. */
    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        expire(now);
        int socket = context.paths.socket(path);
        Relay relay = table.relayBySocket.get(socket);
        if (relay != null) {
            toClient.fromPeer(now, relay, path, buf, off, len);
        } else if (listening.contains(socket)) {
            messages.handle(now, path, buf, off, len);
        } else {
            fromSharedSocket(now, socket, path, buf, off, len);
        }
    }

    private void fromSharedSocket(long now, int socket, int path, byte[] buf, int off, int len) {
        SharedPort port = own.sharedBySocket(socket);
        if (port == null) {
            context.counters.count(TurnCounter.DROPPED_PEER_NO_ALLOCATION);
            return;
        }
        Relay receiver = shared.receiver(port, path, buf, off, len);
        if (receiver != null) {
            toClient.fromPeer(now, receiver, path, buf, off, len);
        }
    }

    /** Takes bytes of a client's connection; its path names a stream transport. */
    @Override
    public void receiveStream(long now, int path, byte[] buf, int off, int len) {
        expire(now);
        if (peerStreams.at(path) == null) { // the driver passes on what comes on the others
            framing.receive(now, path, buf, off, len);
        }
    }

    /**
     * Takes data that a relay of another core of this process sends to a relay of this one; see
     * {@link Crossing#data}. Dropped where no relay is live any more.
     */
    public void receiveCrossing(
            long now,
            int fromAddress,
            int fromPort,
            int toAddress,
            int toPort,
            byte[] buf,
            int off,
            int len) {
        expire(now);
        Relay to = own.all().get(toAddress).at(toPort);
        if (to == null || to.allocation.tcp) {
            context.counters.count(TurnCounter.DROPPED_OWN_ADDRESS);
            return;
        }
        IpAddress from = own.all().get(fromAddress).address.external();
        toClient.fromRelay(now, to, from, fromPort, buf, off, len);
    }

    /** Whether the client of that path has an allocation here. */
    public boolean hasAllocation(int path) {
        return table.at(path) != null;
    }

    @Override
    public void onTimeout(long now) {
        expire(now);
    }

    private void expire(long now) {
        if (context.timers.next() > now) {
            return;
        }
        Expiring expired;
        while ((expired = context.timers.pollExpired(now)) != null) {
            endings.expire(now, expired);
        }
    }

    @Override
    public long nextTimeout() {
        return context.timers.next();
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        return context.queue.poll(out);
    }

    @Override
    public @Nullable SocketCommand pollCommand() {
        return context.commands.poll();
    }

    @Override
    public void onResult(long now, SocketResult result) {
        expire(now);
        switch (result) {
            case SocketResult.Opened opened -> openings.onOpened(now, opened);
            case SocketResult.Failed failed -> {
                if (!connect.onFailed(failed)) {
                    openings.onFailed(now, failed);
                }
            }
            case SocketResult.Accepted accepted -> arrivals.onAccepted(now, accepted);
            case SocketResult.Connected connected -> connect.onConnected(now, connected);
            case SocketResult.PathClosed closed -> {
                PeerStream half = peerStreams.at(closed.path());
                if (half != null) {
                    endings.forget(half);
                    return;
                }
                endings.clientGone(now, closed.path());
                streams.forget(closed.path());
            }
        }
    }

    @Override
    public @Nullable TurnEvent pollEvent() {
        return context.events().poll();
    }

    // ---- operation

    /**
     * Goes on by another configuration, all of it from this call on. Nothing ends but what the new
     * rules forbid: allocations whose user, password or secret is not known any more, permissions
     * of peers that may not be relayed to, channels of their ports, and connections with them.
     * Lower quotas count for what is asked for from now on; a ledger that several shards share
     * hears of quotas and bandwidth from the first of them, whenever the others come to it.
     *
     * @throws IllegalArgumentException when a part differs that is told once: realm, relay
     *     addresses and ports, protected endpoints, peers that are reached at another address,
     *     challenge limit, TCP relays, lifetime of a nonce, SOFTWARE, memory. Nothing has changed
     *     then
     */
    public void reconfigure(long now, TurnServerConfig config) {
        expire(now);
        reconfiguration.apply(now, config);
    }

    /**
     * Takes no new allocation from now on: Allocate is answered by 508, upon which a client tries
     * its next server. Those that stand go on and may be refreshed; {@link TurnEvent.Drained} comes
     * when the last has ended.
     */
    public void drain(long now) {
        expire(now);
        endings.drain();
    }

    /** Ends one allocation; false when there is none of that number. */
    public boolean revoke(long now, long allocation) {
        expire(now);
        Allocation known = table.byId(allocation);
        if (known == null) {
            return false;
        }
        endings.end(now, known, EndReason.REVOKED);
        return true;
    }

    /**
     * Ends all allocations of a user, by the name that events carry or by the whole user name of
     * time-limited credentials. Who holds one that is still good may allocate again: take its
     * secret or user out of the configuration, too.
     *
     * @return how many there were
     */
    public int revokeUser(long now, String user) {
        expire(now);
        return revocation.endUser(now, user);
    }

    /** Ends everything: allocations for that reason, and reservations. */
    public void endAll(long now, EndReason reason) {
        expire(now);
        table.all().forEach(allocation -> endings.end(now, allocation, reason));
        Set.copyOf(table.reservations.values()).forEach(endings::end);
    }

    // ---- figures

    /**
     * What stands now, by number.
     *
     * @param after only allocations with a larger number; 0 for all. The number of the last one
     *     leads to the next page
     */
    public List<AllocationSummary> list(long after, int atMost) {
        return descriptions.list(after, atMost);
    }

    /** An allocation with its relays, permissions and channels; null when there is none such. */
    public @Nullable AllocationDescription describe(long allocation) {
        return descriptions.describe(allocation);
    }

    public TurnCounters counters() {
        return context.counters;
    }

    /** Brings the counters of relayed traffic up to date; the others always are. */
    public void refreshCounters() {
        table.all().forEach(flows::report);
    }

    /** How many allocations there are, those included whose sockets are being opened. */
    public int allocations() {
        return table.size();
    }

    public int permissions() {
        return table.permissions;
    }

    public int channels() {
        return table.channels;
    }

    /** Peers, by address and port, that are one relay's alone of those that share a port. */
    public int sharedPeers() {
        return shared.peers();
    }

    /** Client connections, with and without an allocation. */
    public int streams() {
        return streams.size();
    }

    /** TCP connections between relays and peers, those included that are being made. */
    public int peerConnections() {
        return peerStreams.size();
    }

    /** Relay ports that are in use, reserved or being opened. */
    public int relayPortsInUse() {
        return own.all().stream().mapToInt(RelayPorts::takenCount).sum();
    }
}
