package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import java.util.List;

/**
 * How things end: the funnel. Whoever ends something, an expired timer, a client, an operator,
 * other rules, comes here; nothing else takes a permission, channel, relay, connection or
 * allocation out of a table. What hangs on it ends with it, and each flow through {@link
 * Flows#close}, where the plane stops and its counters join those of the allocation. So counters,
 * idle time, bandwidth and quotas are true whichever path carried the packets.
 *
 * <pre>
 *   allocation --> its relays --> their permissions --> flows
 *                             |-> their channels   --> flows
 *                             \-> their connections with peers, and the clients' halves
 * </pre>
 */
final class Endings {
    private final ServerContext context;
    private final AllocationTable table;
    private final StreamTable streams;
    private final TurnLedger ledger;
    private final Flows flows;
    private final Grants grants;
    private final PeerStreams peerStreams;
    private final Mobility mobility;
    private final SharedRelays shared;
    private boolean draining;

    Endings(
            ServerContext context,
            AllocationTable table,
            StreamTable streams,
            TurnLedger ledger,
            Flows flows,
            Grants grants,
            PeerStreams peerStreams,
            Mobility mobility,
            SharedRelays shared) {
        this.shared = shared;
        this.context = context;
        this.table = table;
        this.streams = streams;
        this.ledger = ledger;
        this.flows = flows;
        this.grants = grants;
        this.peerStreams = peerStreams;
        this.mobility = mobility;
    }

    void expire(long now, Expiring expired) {
        switch (expired) {
            case Relay relay ->
                    end(
                            now,
                            relay,
                            relay.allocation.isAway()
                                    ? EndReason.CLIENT_GONE
                                    : grants.reason(now, relay.allocation.owner));
            case Permission permission -> end(permission);
            case Channel channel -> end(channel);
            case Reservation reservation -> end(reservation);
            case PeerStream stream -> {
                context.counters.count(TurnCounter.PEER_CONNECTIONS_NOT_BOUND);
                end(stream);
            }
            case ClientStream stream -> end(now, stream, TurnCounter.STREAMS_TIMED_OUT);
        }
    }

    void end(Channel channel) {
        flows.close(channel);
        context.timers.remove(channel.timer);
        channel.relay.allocation.channels.remove(channel.number);
        table.channels--;
        if (table.channelByPeerPath.get(channel.peerPath) == channel) {
            table.channelByPeerPath.remove(channel.peerPath);
        }
        shared.ended(channel);
        context.paths.release(channel.peerPath);
    }

    void end(Permission permission) {
        context.timers.remove(permission.timer);
        permission.relay.permissions.remove(permission);
        table.permissions--;
        shared.ended(permission);
        permission.relay.allocation.channels.forEach(channel -> {
            if (channel.permission == permission) {
                flows.close(channel);
                channel.permission = null;
            }
        });
    }

    /** Ends one family of an allocation, and the allocation when it was the last. */
    void end(long now, Relay relay, EndReason reason) {
        Allocation allocation = relay.allocation;
        if (allocation.relays().size() == 1) {
            end(now, allocation, reason);
        } else {
            endRelay(relay);
        }
    }

    void end(long now, Allocation allocation, EndReason reason) {
        if (allocation.state == Allocation.State.ENDED) {
            return;
        }
        boolean told = allocation.isLive();
        for (Relay relay : allocation.relays()) {
            endRelay(relay);
        }
        allocation.state = Allocation.State.ENDED;
        flows.report(allocation);
        table.remove(allocation);
        ledger.giveBack(allocation.owner.user(), allocation.clientPrefix);
        mobility.leaveAll(now, allocation);
        if (told) {
            context.counters.count(counter(reason));
            context.emit(
                    new TurnEvent.AllocationEnded(
                            allocation.id,
                            allocation.owner.user(),
                            allocation.client,
                            allocation.transport,
                            allocation.relayed,
                            reason,
                            Usage.of(allocation.traffic),
                            allocation.createdAt,
                            now));
        }
        tellWhenDrained();
    }

    private void endRelay(Relay relay) {
        relay.allocation.channels.forEach(channel -> {
            if (channel.relay == relay) {
                end(channel);
            }
        });
        for (PeerStream stream : List.copyOf(relay.allocation.peerStreams)) {
            if (stream.relay == relay) {
                end(stream);
            }
        }
        relay.permissions.forEach(this::end);
        shared.ended(relay);
        context.timers.remove(relay.timer);
        relay.allocation.relay(relay.v6(), null);
        table.relayBySocket.remove(relay.socket);
        relay.ports.drop(relay);
        closeSocket(relay.socket, relay.ports, relay.port);
    }

    /** Ends a connection with a peer from our side, and the client's half of it. */
    void end(PeerStream stream) {
        int client = stream.clientPath;
        peerStreams.remove(stream, true);
        if (client != Paths.NONE) {
            streams.close(client, TurnCounter.STREAMS_ENDED_WITH_PEER);
        }
    }

    /** The driver has ended both halves. */
    void forget(PeerStream stream) {
        int client = stream.clientPath;
        peerStreams.remove(stream, false);
        if (client != Paths.NONE) {
            streams.forget(client);
        }
    }

    /** A reserved port that nobody came for. */
    void end(Reservation reservation) {
        forget(reservation);
        ledger.giveBack(reservation.user, reservation.clientPrefix);
        closeSocket(reservation.socket, reservation.ports, reservation.port);
    }

    /** A reserved port has its owner now: only the reservation ends. */
    void forget(Reservation reservation) {
        context.timers.remove(reservation.timer);
        table.reservations.remove(reservation.token);
    }

    /** Nobody uses that socket any more; of a shared one, one relay less does. */
    void closeSocket(int socket, RelayPorts ports, int port) {
        if (ports.shared != null && !ports.shared.leave()) {
            return;
        }
        context.commands.add(new SocketCommand.CloseSocket(socket));
        ports.release(port);
    }

    /** A client's path is gone, and its allocation as well unless the client may come back. */
    void clientGone(long now, int path) {
        Allocation allocation = table.at(path);
        if (allocation != null && !mobility.survives(now, allocation, path)) {
            end(now, allocation, EndReason.CLIENT_GONE);
        }
    }

    /** Closes a connection from our side; nobody reports its end then. */
    void end(long now, ClientStream stream, TurnCounter why) {
        clientGone(now, stream.path);
        streams.close(stream.path, why);
    }

    void drain() {
        if (!draining) {
            draining = true;
            tellWhenDrained();
        }
    }

    boolean isDraining() {
        return draining;
    }

    private void tellWhenDrained() {
        if (draining && table.size() == 0) {
            context.emit(new TurnEvent.Drained());
        }
    }

    private static TurnCounter counter(EndReason reason) {
        return switch (reason) {
            case CREDENTIAL_ENDED -> TurnCounter.ENDED_CREDENTIAL_ENDED;
            case EXPIRED -> TurnCounter.ENDED_EXPIRED;
            case RELEASED -> TurnCounter.ENDED_RELEASED;
            case CLIENT_GONE -> TurnCounter.ENDED_CLIENT_GONE;
            case SOCKET_ERROR -> TurnCounter.ENDED_SOCKET_ERROR;
            case REVOKED -> TurnCounter.ENDED_REVOKED;
            case SHUTDOWN -> TurnCounter.ENDED_SHUTDOWN;
        };
    }
}
