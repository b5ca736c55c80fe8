package dev.parley.internet.topology;

/**
 * A link between two nodes: what happens to packets each way.
 *
 * @param up from the edge towards the internet's core
 * @param down the other way
 */
public record LinkBehaviour(LinkDirection up, LinkDirection down) {

    /** The same both ways. */
    public static LinkBehaviour symmetric(LinkDirection direction) {
        return new LinkBehaviour(direction, direction);
    }

    /** Nothing but a delay, in milliseconds. */
    public static LinkBehaviour delay(double millis) {
        return symmetric(LinkDirection.delay(Math.round(millis * 1e6)));
    }
}
