package dev.parley.udp;

/**
 * What is wanted of a socket.
 *
 * @param receiveBufferBytes wanted SO_RCVBUF; the system may give less
 * @param sendBufferBytes wanted SO_SNDBUF; the system may give less
 * @param reusePort whether several sockets share the address (SO_REUSEPORT): the system gives each
 *     remote address to one of them, always the same while none comes or goes. Only where {@link
 *     UdpBackend#canReusePort}
 */
public record UdpOptions(int receiveBufferBytes, int sendBufferBytes, boolean reusePort) {
    /** For a socket that serves many: overload is dropped here, where it costs no time. */
    public static final UdpOptions LISTENER = new UdpOptions(4 << 20, 4 << 20, false);

    /** For a socket of one client or one peer. */
    public static final UdpOptions SINGLE = new UdpOptions(512 << 10, 512 << 10, false);

    /** The same, sharing its address with others. */
    public UdpOptions shared() {
        return new UdpOptions(receiveBufferBytes, sendBufferBytes, true);
    }
}
