package dev.parley.turn.client;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressErrorCode;
import dev.parley.stun.IcmpError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TurnClient} tells its owner.
 *
 * <pre>
 *   allocate --> Allocated --> (Expiring) --> Ended
 *           `--> AllocationFailed, Redirected or Ended
 *
 *   permit   --> Permitted --> (PermissionFailed)        each once, and nothing
 *           `--> PermissionFailed                        after the allocation has ended
 *   bind     --> Bound --> (BindFailed)
 *           `--> BindFailed
 *   move     --> Moved or MoveFailed                      with a ticket, RFC 8016
 *   connect  --> PeerConnected or ConnectFailed           a relay by TCP
 *   bindConnection --> ConnectionBound or ConnectionBindFailed
 * </pre>
 */
public sealed interface TurnClientEvent {

    /**
     * The relay stands.
     *
     * @param relayed where peers send to; two of them, IPv4 first, when both families were wanted
     *     and could be had
     * @param mapped our own address as the server sees it
     * @param lifetimeSeconds as granted; the client refreshes by itself
     * @param missing with {@link RelayFamily#BOTH}, why one family was not served
     * @param reservation the token of the port above, when it was to be reserved
     */
    record Allocated(
            List<TransportAddress> relayed,
            TransportAddress mapped,
            long lifetimeSeconds,
            @Nullable AddressErrorCode missing,
            @Nullable Long reservation)
            implements TurnClientEvent {}

    /**
     * There will be no relay; the client is of no use any more.
     *
     * @param code the STUN error code, 0 when no answer said one
     */
    record AllocationFailed(TurnFailure failure, int code) implements TurnClientEvent {}

    /**
     * The server wants us to ask another one (300). The caller makes a new client for it, if {@link
     * Redirects} has nothing against it.
     *
     * @param domain the name that the other server's certificate must have, when it said one
     * @param authenticated whether the answer was made by somebody who knows the password
     */
    record Redirected(TransportAddress server, @Nullable String domain, boolean authenticated)
            implements TurnClientEvent {}

    /** Datagrams may go to every port of this address, and come from there. */
    record Permitted(IpAddress peer) implements TurnClientEvent {}

    /** They may not, or no longer. */
    record PermissionFailed(IpAddress peer, TurnFailure failure, int code)
            implements TurnClientEvent {}

    /** Datagrams to and from this peer have four bytes of header instead of thirty-six or more. */
    record Bound(TransportAddress peer, int channel) implements TurnClientEvent {}

    /** They have not, or no longer; they pass by indications while the permission stands. */
    record BindFailed(TransportAddress peer, TurnFailure failure, int code)
            implements TurnClientEvent {}

    /** A datagram to this peer met an error on its way from the relay, RFC 8656 section 11.5. */
    record PeerUnreachable(TransportAddress peer, IcmpError error) implements TurnClientEvent {}

    /**
     * The server will not prolong the allocation, which lasts until {@code end}: time to look for
     * another one.
     *
     * @param end in the time of the core
     */
    record Expiring(TurnFailure failure, int code, long end) implements TurnClientEvent {}

    /** What happens with an allocation that may move, RFC 8016. */
    sealed interface MobilityEvent extends TurnClientEvent {}

    /**
     * The path is the client's now, with all that the allocation has. What comes by the one before
     * is taken for five seconds more; then the client has released it.
     */
    record Moved(int path) implements MobilityEvent {}

    /**
     * The allocation stays where it is; the client has released the path.
     *
     * @param code of the answer, 0 when there was none. With 437 or 400 the server knows no such
     *     allocation: wait for the end, or make another client
     */
    record MoveFailed(int path, TurnFailure failure, int code) implements MobilityEvent {}

    /**
     * The stream to the server broke, and the client has released its path. Nothing passes before
     * the client has moved, which the server waits for only so long; ours does for a minute.
     */
    record PathLost(int path) implements MobilityEvent {}

    /** What happens with a relay that reaches peers by TCP, RFC 6062. */
    sealed interface StreamEvent extends TurnClientEvent {}

    /**
     * A TCP connection between the relay and a peer stands, and waits for 30 seconds: make another
     * connection to the server, and {@link TurnClient#bindConnection}.
     *
     * @param arrived whether the peer came by itself
     */
    record PeerConnected(TransportAddress peer, int connectionId, boolean arrived)
            implements StreamEvent {}

    /** There will be no connection to that peer. */
    record ConnectFailed(TransportAddress peer, TurnFailure failure, int code)
            implements StreamEvent {}

    /**
     * The stream behind the path is the peer's now: what it carries is no business of the client
     * any more, which has released the path.
     *
     * @param head what came from the peer already
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record ConnectionBound(int connectionId, int path, byte[] head) implements StreamEvent {}

    /** The stream is of no use; the client asked for it to be closed. */
    record ConnectionBindFailed(int connectionId, int path, TurnFailure failure, int code)
            implements StreamEvent {}

    /** The relay is gone, or was given up before it stood. */
    record Ended(Reason reason) implements TurnClientEvent {
        /** Why. */
        public enum Reason {
            /** By {@link TurnClient#close}. */
            CLOSED,
            /** Its time was over, and the server had not prolonged it. */
            EXPIRED,
            /** The server does not know it any more: it was restarted, or sees a new address. */
            LOST,
            /** The stream to the server ended, or carried something that is not TURN. */
            STREAM_BROKEN
        }
    }
}
