package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.List;

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

    /**
     * A relay is gone.
     *
     * @param durationNanos how long it stood
     */
    record AllocationEnded(
            long allocation, String user, EndReason reason, Usage usage, long durationNanos)
            implements TurnEvent {}

    /** A client was refused because it, its network or the server has enough allocations. */
    record QuotaReached(String user, TransportAddress client, Scope scope) implements TurnEvent {
        /** Whose quota it was. */
        public enum Scope {
            USER,
            PREFIX,
            SERVER
        }
    }

    /** No relay port could be had on this address. */
    record PortsExhausted(RelayAddress address) implements TurnEvent {}

    /** The last allocation ended after {@link TurnServer#drain}. */
    record Drained() implements TurnEvent {}
}
