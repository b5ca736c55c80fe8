package dev.parley.turn;

/**
 * What an allocation or a channel carried: application data, without the headers of TURN, both
 * ways, whichever path it took.
 *
 * @param dropped packets that could not be passed on, those over the bandwidth included
 * @param droppedOverBandwidth packets dropped for the limits of {@link Bandwidth}
 * @param lastActivityNanos when the last packet passed, in the time of the core; meaningless when
 *     none has
 */
public record Usage(
        long packetsToPeers,
        long bytesToPeers,
        long packetsToClient,
        long bytesToClient,
        long dropped,
        long droppedOverBandwidth,
        long lastActivityNanos) {

    static Usage of(FlowCounters counters) {
        return new Usage(
                counters.packetsToPeer,
                counters.bytesToPeer,
                counters.packetsToClient,
                counters.bytesToClient,
                counters.dropped,
                counters.droppedOverBandwidth,
                counters.lastActivityNanos);
    }

    /** Whether anything passed, and {@link #lastActivityNanos} says when. */
    public boolean isActive() {
        return packetsToPeers > 0 || packetsToClient > 0;
    }
}
