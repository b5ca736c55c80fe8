package dev.parley.turn;

import dev.parley.core.SocketResult;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells its owner. Data, never text to print as it is: a user name is whatever an
 * authenticated client chose.
 */
public sealed interface TurnEvent {

    /**
     * A relay stands.
     *
     * @param allocation its number, unique for the life of the server core
     * @param user who owns it: the user name, or the part after the colon of a time-limited one
     * @param relayed the addresses that peers see, one for each family
     */
    record AllocationCreated(
            long allocation,
            String user,
            TransportAddress client,
            Transport transport,
            List<TransportAddress> relayed)
            implements TurnEvent {}

    /** The client of a relay took it along to another address, RFC 8016. */
    record AllocationMoved(
            long allocation, String user, TransportAddress client, Transport transport)
            implements TurnEvent {}

    /**
     * A relay is gone: all that a record of its usage needs.
     *
     * @param client where its messages came from at last
     * @param relayed the addresses that it had, those included that ended before the others
     * @param createdAtNanos when it was created, in the time of the core
     * @param endedAtNanos when it ended
     */
    record AllocationEnded(
            long allocation,
            String user,
            TransportAddress client,
            Transport transport,
            List<TransportAddress> relayed,
            EndReason reason,
            Usage usage,
            long createdAtNanos,
            long endedAtNanos)
            implements TurnEvent {

        /** How long it stood. */
        public long durationNanos() {
            return endedAtNanos - createdAtNanos;
        }
    }

    /**
     * A client was refused because it, its network or the server has enough allocations, or took
     * too many in a short time.
     */
    record QuotaReached(String user, TransportAddress client, Scope scope) implements TurnEvent {
        /** Whose quota it was. */
        public enum Scope {
            USER,
            PREFIX,
            SERVER,
            /** New ones of the user came too fast. */
            USER_RATE,
            /** New ones of the network came too fast. */
            PREFIX_RATE
        }
    }

    /** No relay port could be had on this address. */
    record PortsExhausted(RelayAddress address) implements TurnEvent {}

    /**
     * No socket could be opened on this address, whatever its port; the client got a relay on
     * another one of the family if there is any.
     */
    record AddressUnusable(RelayAddress address, SocketResult.Reason reason) implements TurnEvent {}

    /**
     * A request of somebody the owner watches for, see {@link RequestWatch}. A client repeats what
     * is not answered, so the same attempt comes again and again.
     *
     * @param username as the request says it; null when it had none. Proven only by {@link
     *     Verdict#PROVEN}
     * @param client where it came from, as this server sees it
     * @param method of the request, see {@link dev.parley.stun.StunMethod}
     */
    record Attempt(
            @Nullable String username,
            TransportAddress client,
            Transport transport,
            int method,
            Verdict verdict)
            implements TurnEvent {
        /** What became of it. */
        public enum Verdict {
            /** Answered without asking who it is. */
            OPEN,
            /** Nobody yet: answered with the question who it is. */
            CHALLENGED,
            /** Not answered: its network had its share of answers to strangers. */
            LIMITED,
            /** Asked once more, with a fresh nonce. */
            STALE_NONCE,
            /** Refused: the name is unknown, or its time is over. */
            UNKNOWN_USER,
            /** Refused: the name is known, and the key is another. */
            WRONG_KEY,
            /** The key is right; what is asked for may still be refused. */
            PROVEN
        }
    }

    /** The last allocation ended after {@link TurnServer#drain}. */
    record Drained() implements TurnEvent {}
}
