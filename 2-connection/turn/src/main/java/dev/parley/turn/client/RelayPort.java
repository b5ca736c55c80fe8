package dev.parley.turn.client;

/**
 * Which relay port is asked for, RFC 8656 sections 18.6 (EVEN-PORT) and 18.10 (RESERVATION-TOKEN).
 */
public sealed interface RelayPort {

    /** Any port. */
    record Any() implements RelayPort {}

    /**
     * An even one.
     *
     * @param reserveNext whether the server shall keep the one above for a later allocation, which
     *     names {@link TurnClientEvent.Allocated#reservation} by {@link Reserved}
     */
    record Even(boolean reserveNext) implements RelayPort {}

    /** The one that an allocation before had the server keep. */
    record Reserved(long token) implements RelayPort {}
}
