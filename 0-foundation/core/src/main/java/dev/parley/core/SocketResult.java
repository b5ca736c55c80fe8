package dev.parley.core;

/** What a driver tells a core about sockets and streams. */
public sealed interface SocketResult {

    /** The socket stands; {@code socket} is the number that paths on it carry. */
    record Opened(int request, int socket, TransportAddress local) implements SocketResult {}

    record Failed(int request, Reason reason) implements SocketResult {}

    /** The stream behind the path ended, from the other side or by an error. */
    record PathClosed(int path) implements SocketResult {}

    /** What only cores are told that relay streams. */
    sealed interface StreamResult extends SocketResult {}

    /** A connection came to a socket of {@link SocketCommand.OpenTcp}; it has a path now. */
    record Accepted(int socket, int path) implements StreamResult {}

    /** The connection stands; it has a path now. */
    record Connected(int request, int path) implements StreamResult {}

    enum Reason {
        PORT_IN_USE,
        ADDRESS_NOT_AVAILABLE,
        NO_RESOURCES,
        /** The other side refused the connection, or did not answer in time. */
        NOT_REACHED
    }
}
