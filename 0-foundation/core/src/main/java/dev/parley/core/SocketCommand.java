package dev.parley.core;

/** What a core asks of its driver. Each command that opens something is answered once. */
public sealed interface SocketCommand {

    /**
     * Open a UDP socket on exactly this local address and port; answered by {@link
     * SocketResult.Opened} or {@link SocketResult.Failed} with the same {@code request}.
     */
    record OpenUdp(int request, TransportAddress local) implements SocketCommand {}

    /** Close a socket that was opened by command. Not answered. */
    record CloseSocket(int socket) implements SocketCommand {}

    /** Send what is queued and close the stream behind a path. Not answered. */
    record ClosePath(int path) implements SocketCommand {}
}
