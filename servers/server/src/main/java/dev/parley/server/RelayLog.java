package dev.parley.server;

import dev.parley.turn.TurnEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what becomes of relays: one line when one ends, a warning when there are no
 * more. No names and no addresses.
 */
final class RelayLog implements Consumer<TurnEvent> {
    private static final Logger LOG = LoggerFactory.getLogger("parley.relay");
    private static final long WARNING_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private long lastWarning = System.nanoTime() - WARNING_EVERY_NANOS;

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.AllocationCreated created ->
                    LOG.debug("Relay {} begun over {}", created.allocation(), created.transport());
            case TurnEvent.AllocationEnded ended ->
                    LOG.info(
                            "Relay {} ended ({}) after {} s: {} bytes to peers, {} to the client",
                            ended.allocation(),
                            ended.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            ended.durationNanos() / 1_000_000_000,
                            ended.usage().bytesToPeers(),
                            ended.usage().bytesToClient());
            case TurnEvent.AllocationMoved moved ->
                    LOG.debug(
                            "Relay {} moved with its client, over {} now",
                            moved.allocation(),
                            moved.transport());
            case TurnEvent.QuotaReached reached -> warn(reached);
            case TurnEvent.PortsExhausted exhausted -> warn(exhausted);
            case TurnEvent.Attempt _ -> {} // names and addresses: not for a log
            case TurnEvent.Drained _ -> LOG.debug("The last relay has ended");
        }
    }

    /** Anybody with credentials can cause these as often as they like. */
    private void warn(TurnEvent event) {
        long now = System.nanoTime();
        if (now - lastWarning < WARNING_EVERY_NANOS) {
            return;
        }
        lastWarning = now;
        if (event instanceof TurnEvent.QuotaReached(var user, var client, var scope)) {
            LOG.warn(
                    "A relay was refused: the quota of {} is used up (--user-quota,"
                            + " --address-quota, --max-allocations)",
                    switch (scope) {
                        case USER -> "a user";
                        case PREFIX -> "a network";
                        case SERVER -> "the whole server";
                    });
        } else {
            LOG.warn("A relay was refused: no free port (--relay-ports)");
        }
    }
}
