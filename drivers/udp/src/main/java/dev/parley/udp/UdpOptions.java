package dev.parley.udp;

/**
 * What is wanted of a socket.
 *
 * @param receiveBufferBytes wanted SO_RCVBUF; the system may give less
 * @param sendBufferBytes wanted SO_SNDBUF; the system may give less
 */
public record UdpOptions(int receiveBufferBytes, int sendBufferBytes) {
    /** For a socket that serves many: overload is dropped here, where it costs no time. */
    public static final UdpOptions LISTENER = new UdpOptions(4 << 20, 4 << 20);

    /** For a socket of one client or one peer. */
    public static final UdpOptions SINGLE = new UdpOptions(512 << 10, 512 << 10);
}
