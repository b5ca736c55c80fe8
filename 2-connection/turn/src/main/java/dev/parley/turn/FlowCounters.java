package dev.parley.turn;

/**
 * What passed between a client and its peers: application data, without TURN's own headers. The
 * core and a {@link RelayPlane} add to the same object, on the same thread. Plain fields, because
 * every packet touches them.
 */
public final class FlowCounters {
    public long packetsToPeer;
    public long bytesToPeer;
    public long packetsToClient;
    public long bytesToClient;

    /** Packets of this flow that could not be passed on: a full queue, a send error, a limit. */
    public long dropped;

    /** Those of the dropped ones that were over the bandwidth. */
    public long droppedOverBandwidth;

    /** When the last packet passed, in the time of the core; meaningless while none has. */
    public long lastActivityNanos;

    /** One packet of {@code bytes} went from the client to the peer. */
    public void toPeer(long now, int bytes) {
        packetsToPeer++;
        bytesToPeer += bytes;
        lastActivityNanos = now;
    }

    /** One packet of {@code bytes} went from the peer to the client. */
    public void toClient(long now, int bytes) {
        packetsToClient++;
        bytesToClient += bytes;
        lastActivityNanos = now;
    }

    /** That many packets, of either way, were over the bandwidth. */
    public void overBandwidth(int packets) {
        dropped += packets;
        droppedOverBandwidth += packets;
    }

    /** Packets that passed, both ways. */
    public long packets() {
        return packetsToPeer + packetsToClient;
    }

    /** Adds what another flow of the same owner carried. */
    void add(FlowCounters other) {
        if (other.packets() > 0
                && (packets() == 0 || other.lastActivityNanos - lastActivityNanos > 0)) {
            lastActivityNanos = other.lastActivityNanos;
        }
        packetsToPeer += other.packetsToPeer;
        bytesToPeer += other.bytesToPeer;
        packetsToClient += other.packetsToClient;
        bytesToClient += other.bytesToClient;
        dropped += other.dropped;
        droppedOverBandwidth += other.droppedOverBandwidth;
    }

    /** Becomes a copy of the other. */
    void set(FlowCounters other) {
        packetsToPeer = other.packetsToPeer;
        bytesToPeer = other.bytesToPeer;
        packetsToClient = other.packetsToClient;
        bytesToClient = other.bytesToClient;
        dropped = other.dropped;
        droppedOverBandwidth = other.droppedOverBandwidth;
        lastActivityNanos = other.lastActivityNanos;
    }
}
