package dev.parley.internet.tcp;

/** How a stream came to its end. */
public enum StreamEnd {
    /** Both sides closed it, and everything arrived. */
    CLOSED,
    /** Nobody listens there. */
    REFUSED,
    /** The other side, or something on the way, broke it off. */
    RESET,
    /** No way leads there, or a firewall says no. */
    UNREACHABLE,
    /** No answer for too long. */
    TIMED_OUT,
    /** This side broke it off. */
    ABORTED
}
