package dev.parley.server;

import dev.parley.core.SocketResult;
import dev.parley.turn.TurnEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what becomes of relays: one line when one ends, a warning when there are no
 * more. No addresses of clients and their relays unless it is asked for them.
 */
final class RelayLog implements Consumer<TurnEvent> {
    private static final int MAX_USER = 80;
    private static final long WARNING_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final boolean addresses;
    private long lastWarning = System.nanoTime() - WARNING_EVERY_NANOS;

    /**
     * A log.
     *
     * @param addresses whether it may name addresses
     */
    RelayLog(boolean addresses) {
        this.addresses = addresses;
    }

    /** Made when the first line is written: a relay answers before there is a log. */
    private static final class Log {
        static final Logger OUT = LoggerFactory.getLogger("parley.relay");
    }

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.AllocationCreated created ->
                    Log.OUT.debug(
                            "Relay {} begun over {}", created.allocation(), created.transport());
            case TurnEvent.AllocationEnded ended -> ended(ended);
            case TurnEvent.AllocationMoved moved ->
                    Log.OUT.debug(
                            "Relay {} moved with its client, over {} now",
                            moved.allocation(),
                            moved.transport());
            case TurnEvent.QuotaReached reached -> warn(reached);
            case TurnEvent.PortsExhausted exhausted -> warn(exhausted);
            case TurnEvent.AddressUnusable unusable -> warn(unusable);
            case TurnEvent.Attempt _ -> {} // names and addresses: not for a log
            case TurnEvent.Drained _ -> Log.OUT.debug("The last relay has ended");
        }
    }

    private void ended(TurnEvent.AllocationEnded ended) {
        Log.OUT.info(
                "Relay {} of {} over {}{} ended ({}) after {} s: {} bytes to peers, {} to the"
                        + " client",
                ended.allocation(),
                quoted(ended.user()),
                ended.transport(),
                addresses ? " from " + ended.client() + " on " + ended.relayed() : "",
                ended.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                ended.durationNanos() / 1_000_000_000,
                ended.usage().bytesToPeers(),
                ended.usage().bytesToClient());
    }

    /** A user name is whatever a client chose: it shall not pass for another part of the line. */
    private static String quoted(String user) {
        String shown = user.length() <= MAX_USER ? user : user.substring(0, MAX_USER) + "...";
        return '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Anybody with credentials can cause these as often as they like. */
    private void warn(TurnEvent event) {
        long now = System.nanoTime();
        if (now - lastWarning < WARNING_EVERY_NANOS) {
            return;
        }
        lastWarning = now;
        if (event instanceof TurnEvent.QuotaReached(var user, var client, var scope)) {
            Log.OUT.warn(
                    "A relay was refused: {}",
                    switch (scope) {
                        case USER -> "the quota of a user is used up (--user-quota)";
                        case PREFIX -> "the quota of a network is used up (--address-quota)";
                        case SERVER ->
                                "the quota of the whole server is used up (--max-allocations)";
                        case USER_RATE -> "a user asked for too many at once (--allocation-rate)";
                        case PREFIX_RATE ->
                                "a network asked for too many at once (--allocation-rate)";
                    });
        } else if (event instanceof TurnEvent.AddressUnusable(var address, var reason)) {
            Log.OUT.warn(
                    "No relay can be opened on {}: {}",
                    address.bind(),
                    reason == SocketResult.Reason.ADDRESS_NOT_AVAILABLE
                            ? "this machine has no such address (--relay-address)"
                            : "the system gives no socket (limit of open files)");
        } else {
            Log.OUT.warn("A relay was refused: no free port (--relay-ports)");
        }
    }
}
