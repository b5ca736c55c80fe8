package dev.parley.core;

/** Counts what passes between two streams that {@link SocketCommand.JoinPaths} joined. */
@FunctionalInterface
public interface PassedBytes {
    /**
     * Some bytes went from one to the other. On the owner thread of the core.
     *
     * @param from the path they came on
     * @return how long to wait before more of them are read, in nanoseconds; 0 for not at all
     */
    long passed(long now, int from, int bytes);
}
