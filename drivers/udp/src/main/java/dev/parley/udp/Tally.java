package dev.parley.udp;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters with one writer, the loop's thread, and any number of readers. */
final class Tally {
    enum Count {
        WAKEUPS,
        PACKETS_IN,
        BYTES_IN,
        PACKETS_TAPPED,
        PACKETS_OUT,
        BYTES_OUT,
        SEND_DROPS,
        PATH_DROPS,
        STREAM_BYTES_IN,
        STREAM_BYTES_OUT,
        STREAM_DROPS,
        BUGS,
        TIMER_SPINS
    }

    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);

    void add(Count count, long n) {
        int i = count.ordinal();
        counts.setOpaque(i, counts.getPlain(i) + n);
    }

    private long get(Count count) {
        return counts.getOpaque(count.ordinal());
    }

    LoopCounters snapshot(long receiveErrors) {
        return new LoopCounters(
                get(Count.WAKEUPS),
                get(Count.PACKETS_IN),
                get(Count.BYTES_IN),
                get(Count.PACKETS_TAPPED),
                get(Count.PACKETS_OUT),
                get(Count.BYTES_OUT),
                get(Count.SEND_DROPS),
                get(Count.PATH_DROPS),
                get(Count.STREAM_BYTES_IN),
                get(Count.STREAM_BYTES_OUT),
                get(Count.STREAM_DROPS),
                receiveErrors,
                get(Count.BUGS),
                get(Count.TIMER_SPINS));
    }
}
