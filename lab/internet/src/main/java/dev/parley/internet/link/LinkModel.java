package dev.parley.internet.link;

import dev.parley.core.RandomSource;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;

/**
 * One direction of a link as a machine that decides over packets; it holds none. What a link does
 * with a packet: {@link #admit}, then at the time it begins to leave {@link #send}, then {@link
 * #loses}, {@link #corrupts}, {@link #duplicates}, and {@link #arrival} for the packet and for a
 * duplicate.
 */
public final class LinkModel {
    /** The queue is full. */
    public static final long REFUSED = -1;

    private static final long NOTHING_YET = Long.MIN_VALUE;

    private final LinkDirection behaviour;
    private final RandomSource random;
    private final Transmitter transmitter;
    private final LossProcess losses;
    private final Chance corrupt;
    private final Chance duplicate;
    private final Chance reorder;
    private final long queueNanos;
    private long lastArrival = NOTHING_YET;

    public LinkModel(LinkDirection behaviour, RandomSource random) {
        this.behaviour = behaviour;
        this.random = random;
        transmitter = new Transmitter(behaviour.bitsPerSecond());
        losses = new LossProcess(behaviour.loss());
        corrupt = Chance.of(behaviour.corrupt());
        duplicate = Chance.of(behaviour.duplicate());
        reorder = Chance.of(behaviour.reorder());
        queueNanos =
                behaviour.queue() instanceof Queue.DropTail(int bytes)
                        ? transmitter.nanosForQueue(bytes)
                        : 0;
    }

    /** Whether it does nothing but delay, so that nobody needs a model. */
    public static boolean isPlain(LinkDirection behaviour) {
        return behaviour.jitterNanos() == 0
                && behaviour.bitsPerSecond() == 0
                && behaviour.loss().equals(Loss.NONE)
                && behaviour.reorder() == 0
                && behaviour.duplicate() == 0
                && behaviour.corrupt() == 0;
    }

    /** Another behaviour from now on, after the packets that are on their way or waiting. */
    public LinkModel change(LinkDirection next) {
        LinkModel model = new LinkModel(next, random);
        model.transmitter.takeOver(transmitter);
        model.lastArrival = lastArrival;
        return model;
    }

    /**
     * When a packet that comes now begins to leave, with a drop-tail queue in front: the time that
     * the line needs for what waits stands for the bytes that wait.
     *
     * @return a time, or {@link #REFUSED}
     */
    public long admit(long now, int bytes) {
        if (!transmitter.isBusy(now)) {
            return now;
        }
        long start = transmitter.busyUntil();
        boolean fits = start - now + transmitter.nanosFor(bytes) <= queueNanos;
        return fits ? start : REFUSED;
    }

    /** Whether the line is busy with a packet. */
    public boolean isBusy(long now) {
        return transmitter.isBusy(now);
    }

    /** When the line is free for the next packet. */
    public long freeAt() {
        return transmitter.busyUntil();
    }

    /** A packet begins to leave; returns when its last bit is on the line. */
    public long send(long start, int bytes) {
        return transmitter.begin(start, bytes);
    }

    public boolean loses() {
        return losses.loses(random);
    }

    public boolean corrupts() {
        return corrupt.strikes(random);
    }

    public boolean duplicates() {
        return duplicate.strikes(random);
    }

    /**
     * When a packet is there that left at that time. Packets stay in order, but for those that find
     * a shorter way: at best half of the delay.
     */
    public long arrival(long left) {
        if (reorder.strikes(random)) {
            long half = behaviour.delayNanos() / 2;
            return left + half + uniform(behaviour.delayNanos() - half + behaviour.jitterNanos());
        }
        long arrival = left + behaviour.delayNanos() + uniform(behaviour.jitterNanos());
        lastArrival = Math.max(lastArrival, arrival);
        return lastArrival;
    }

    /** Uniform from 0 to {@code most}. */
    private long uniform(long most) {
        return most == 0 ? 0 : Math.unsignedMultiplyHigh(random.nextLong(), most + 1);
    }
}
