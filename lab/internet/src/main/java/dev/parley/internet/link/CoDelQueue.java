package dev.parley.internet.link;

import dev.parley.internet.topology.Queue.CoDel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue that keeps waiting short: RFC 8289. When packets have waited longer than the target for a
 * whole interval it drops the oldest, and then more and more often until the waiting is below the
 * target.
 *
 * @param <P> a packet
 */
public final class CoDelQueue<P> {
    private static final long NEVER = Long.MIN_VALUE;

    private record Waiting<P>(P packet, int bytes, long since) {}

    private final CoDel settings;
    private final int maxPacket;
    private final Deque<Waiting<P>> waiting = new ArrayDeque<>();
    private int bytes;

    private long firstAboveTime = NEVER;
    private boolean okToDrop; // what the last look at the head said
    private boolean dropping;
    private long dropNext;
    private int count; // drops since it began dropping
    private int lastCount;

    /**
     * @param maxPacket the largest packet: with no more than that in it the queue is never long
     */
    public CoDelQueue(CoDel settings, int maxPacket) {
        this.settings = settings;
        this.maxPacket = maxPacket;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes a packet; false when it is full. */
    public boolean offer(long now, P packet, int length) {
        if (length > settings.bytes() - bytes) {
            return false;
        }
        bytes += length;
        waiting.addLast(new Waiting<>(packet, length, now));
        return true;
    }

    /** Gives all packets to somebody else. */
    public void empty(Consumer<P> taker) {
        for (Waiting<P> next; (next = waiting.pollFirst()) != null; ) {
            bytes -= next.bytes;
            taker.accept(next.packet);
        }
    }

    /**
     * The next packet to leave.
     *
     * @param dropped takes those that waited too long
     */
    public @Nullable P poll(long now, Consumer<P> dropped) {
        P head = head(now);
        if (dropping) {
            dropping = okToDrop;
            while (dropping && head != null && now >= dropNext) {
                dropped.accept(head);
                count++;
                head = head(now);
                dropping = okToDrop;
                if (dropping) {
                    dropNext = controlLaw(dropNext);
                }
            }
        } else if (okToDrop && head != null) {
            dropped.accept(head);
            head = head(now);
            dropping = true;
            int delta = count - lastCount;
            boolean recently = now - dropNext < 16 * settings.intervalNanos();
            count = delta > 1 && recently ? delta : 1;
            dropNext = controlLaw(now);
            lastCount = count;
        }
        return head;
    }

    /** Takes the oldest out, and looks whether the queue has been long for an interval. */
    private @Nullable P head(long now) {
        okToDrop = false;
        Waiting<P> oldest = waiting.pollFirst();
        if (oldest == null) {
            firstAboveTime = NEVER;
            return null;
        }
        bytes -= oldest.bytes;
        if (now - oldest.since < settings.targetNanos() || bytes <= maxPacket) {
            firstAboveTime = NEVER;
        } else if (firstAboveTime == NEVER) {
            firstAboveTime = now + settings.intervalNanos();
        } else {
            okToDrop = now >= firstAboveTime;
        }
        return oldest.packet;
    }

    /** The square root is exact on every machine. */
    private long controlLaw(long from) {
        return from + (long) (settings.intervalNanos() / Math.sqrt(count));
    }
}
