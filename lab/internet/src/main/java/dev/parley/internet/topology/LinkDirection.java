package dev.parley.internet.topology;

/**
 * One direction of a link.
 *
 * @param delayNanos how long the way takes
 * @param jitterNanos the most that is added to it, uniformly; packets stay in order unless {@code
 *     reorder} lets them overtake
 * @param bitsPerSecond 0 for no limit
 * @param queue what waits when more comes than leaves
 * @param loss what gets lost on the way
 * @param reorder the share of packets that find a shorter way, of half the delay or more, and so
 *     may overtake others, 0 to 1
 * @param duplicate the share that arrives twice
 * @param corrupt the share in which a bit flips
 * @param mtuBytes the largest IP packet
 * @param tooBigErrors whether a router in front of the link says so when a packet is too big and
 *     may not be fragmented; without, such packets just vanish (a black hole)
 */
public record LinkDirection(
        long delayNanos,
        long jitterNanos,
        long bitsPerSecond,
        Queue queue,
        Loss loss,
        double reorder,
        double duplicate,
        double corrupt,
        int mtuBytes,
        boolean tooBigErrors) {

    public LinkDirection {
        if (delayNanos < 0 || jitterNanos < 0 || bitsPerSecond < 0) {
            throw new IllegalArgumentException("a link's times and rates are not negative");
        }
        if (mtuBytes < 576) {
            throw new IllegalArgumentException("every link carries 576 bytes: MTU " + mtuBytes);
        }
        share(reorder);
        share(duplicate);
        share(corrupt);
    }

    private static void share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is between 0 and 1: " + share);
        }
    }

    public static LinkDirection delay(long nanos) {
        return new LinkDirection(nanos, 0, 0, Queue.DEFAULT, Loss.NONE, 0, 0, 0, 1500, true);
    }

    public LinkDirection withJitterNanos(long nanos) {
        return new LinkDirection(
                delayNanos,
                nanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                duplicate,
                corrupt,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withBitsPerSecond(long bitsPerSecond, Queue queue) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                duplicate,
                corrupt,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withLoss(Loss loss) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                duplicate,
                corrupt,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withReorder(double share) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                share,
                duplicate,
                corrupt,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withDuplicate(double share) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                share,
                corrupt,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withCorrupt(double share) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                duplicate,
                share,
                mtuBytes,
                tooBigErrors);
    }

    public LinkDirection withMtu(int bytes, boolean tooBigErrors) {
        return new LinkDirection(
                delayNanos,
                jitterNanos,
                bitsPerSecond,
                queue,
                loss,
                reorder,
                duplicate,
                corrupt,
                bytes,
                tooBigErrors);
    }
}
