package dev.parley.server;

import dev.parley.server.relay.RelayService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gentle end of a server: no new relay is lent, those in use may go on for a while, and it ends
 * when the last of them does or when the time is over. Safe for any thread.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger("parley.drain");
    private static final long LOOK_EVERY_NANOS = 200_000_000L;
    private static final long TELL_EVERY_NANOS = 5_000_000_000L;

    private final RelayService relay;
    private final Runnable announce;
    private final Runnable close;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean begun;
    private long deadline;

    /**
     * @param announce tells everybody else that the server ends
     * @param close ends it
     */
    Drain(RelayService relay, Runnable announce, Runnable close) {
        this.relay = relay;
        this.announce = announce;
        this.close = close;
    }

    /** Begins and returns at once. When it has begun already, the earlier end counts. */
    synchronized void begin(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        if (!begun) {
            begun = true;
            deadline = end;
            relay.stopLending(); // before whoever asked for it has an answer
            Thread.ofPlatform().daemon().name("parley-drain").start(this::run);
        } else if (end - deadline < 0) {
            deadline = end;
        }
    }

    /** How long relays may still go on; null when it has not begun. */
    synchronized @Nullable Duration left() {
        return begun ? Duration.ofNanos(Math.max(0, nanosLeft())) : null;
    }

    private synchronized long nanosLeft() {
        return deadline - System.nanoTime();
    }

    /** Done when the server is closed, by whatever way. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    private void run() {
        try {
            announce.run();
            waitForRelays();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close.run();
            ended.complete(null);
        }
    }

    private void waitForRelays() throws InterruptedException {
        LOG.info(
                "Draining: {} relays may go on for {} s",
                relay.counters().allocations(),
                seconds());
        long told = System.nanoTime();
        boolean all = relay.drain(Duration.ZERO);
        for (long left; !all && (left = nanosLeft()) > 0; ) {
            all = relay.drain(Duration.ofNanos(Math.min(left, LOOK_EVERY_NANOS)));
            if (!all && System.nanoTime() - told >= TELL_EVERY_NANOS) {
                told = System.nanoTime();
                LOG.info(
                        "Draining: {} relays remain, {} s left",
                        relay.counters().allocations(),
                        seconds());
            }
        }
        if (all) {
            LOG.info("Drained: no relay remains");
        } else {
            LOG.info(
                    "Drained: the time is over, {} relays end now", relay.counters().allocations());
        }
    }

    /** Rounded up. */
    private long seconds() {
        return (Math.max(0, nanosLeft()) + 999_999_999L) / 1_000_000_000L;
    }
}
