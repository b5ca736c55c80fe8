package dev.parley.core;

/** What a driver tells a core about sockets and streams. */
public sealed interface SocketResult {

    /** The socket stands; {@code socket} is the number that paths on it carry. */
    record Opened(int request, int socket, TransportAddress local) implements SocketResult {}

    record Failed(int request, Reason reason) implements SocketResult {}

    /** The stream behind the path ended, from the other side or by an error. */
    record PathClosed(int path) implements SocketResult {}

    enum Reason {
        PORT_IN_USE,
        ADDRESS_NOT_AVAILABLE,
        NO_RESOURCES
    }
}
