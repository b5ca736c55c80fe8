package dev.parley.turn.client;

/**
 * Takes what peers sent. The address comes in pieces, those of {@link dev.parley.core.IpAddress},
 * since the packet path makes no objects.
 */
@FunctionalInterface
public interface PeerDataSink {

    /**
     * One datagram of a peer, {@code buf[off, off+len)}, borrowed for the call. Copy or handle it;
     * the client may be told to send meanwhile, but not to begin or end anything.
     */
    void received(
            long now, boolean v6, long high, long low, int port, byte[] buf, int off, int len);
}
