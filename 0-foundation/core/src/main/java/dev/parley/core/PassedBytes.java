package dev.parley.core;

/** Counts what passes between two streams that {@link SocketCommand.JoinPaths} joined. */
@FunctionalInterface
public interface PassedBytes {
    /**
     * Some bytes went from one to the other. On the owner thread of the core.
     *
     * @param from the path they came on
     */
    void passed(long now, int from, int bytes);
}
