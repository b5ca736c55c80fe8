package dev.parley.core;

/** What a core asks of its driver. Each command that opens something is answered once. */
public sealed interface SocketCommand {

    /**
     * Open a UDP socket on exactly this local address and port; answered by {@link
     * SocketResult.Opened} or {@link SocketResult.Failed} with the same {@code request}.
     *
     * @param forMany whether it will carry the traffic of many, so that it needs large buffers
     */
    record OpenUdp(int request, TransportAddress local, boolean forMany) implements SocketCommand {
        /** A socket of one. */
        public OpenUdp(int request, TransportAddress local) {
            this(request, local, false);
        }
    }

    /** Close a socket that was opened by command. Not answered. */
    record CloseSocket(int socket) implements SocketCommand {}

    /** Send what is queued and close the stream behind a path. Not answered. */
    record ClosePath(int path) implements SocketCommand {}

    /**
     * What only cores ask that relay streams. A driver that cannot do it answers {@link
     * SocketResult.Failed} where an answer is due.
     */
    sealed interface StreamCommand extends SocketCommand {}

    /**
     * Listen for TCP connections on exactly this local address and port; answered by {@link
     * SocketResult.Opened} or {@link SocketResult.Failed}. Each connection that comes is told by
     * {@link SocketResult.Accepted}, and not read from before {@link JoinPaths}. {@link
     * CloseSocket} ends the listening, not the connections.
     */
    record OpenTcp(int request, TransportAddress local) implements StreamCommand {}

    /**
     * Make a TCP connection from exactly this local address and port, where an {@link OpenTcp} may
     * listen; answered by {@link SocketResult.Connected} or {@link SocketResult.Failed} within the
     * time given. It is not read from before {@link JoinPaths}.
     */
    record ConnectTcp(
            int request, TransportAddress local, TransportAddress remote, long timeoutNanos)
            implements StreamCommand {}

    /**
     * Pass the bytes of each stream to the other from now on, at the pace of whoever reads slower:
     * nothing is dropped, and little waits. What the core sent on either before goes first. When
     * one ends, the other is closed after it got everything, and both are told by {@link
     * SocketResult.PathClosed}. Not answered.
     *
     * @param head bytes of {@code first} that the core has in hand already
     * @param tally is told of bytes on their way, {@code head} not among them
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record JoinPaths(int first, int second, byte[] head, PassedBytes tally)
            implements StreamCommand {}
}
