package dev.parley.netty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one listener; written by every network thread. */
final class TcpTally {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder displaced = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder proxyRefused = new LongAdder();
    final LongAdder tlsFailed = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder httpRequests = new LongAdder();
    final LongAdder httpErrors = new LongAdder();
    final LongAdder webSockets = new LongAdder();
    final LongAdder streams = new LongAdder();
    final LongAdder streamDropped = new LongAdder();
    final LongAdder slowClosed = new LongAdder();

    /** Joined streams that were closed and still have bytes for who does not read; right now. */
    final AtomicInteger lingering = new AtomicInteger();

    TcpCounters snapshot(int open) {
        return new TcpCounters(
                open,
                accepted.sum(),
                refused.sum(),
                displaced.sum(),
                unknown.sum(),
                proxyRefused.sum(),
                tlsFailed.sum(),
                timedOut.sum(),
                httpRequests.sum(),
                httpErrors.sum(),
                webSockets.sum(),
                streams.sum(),
                streamDropped.sum(),
                slowClosed.sum());
    }
}
