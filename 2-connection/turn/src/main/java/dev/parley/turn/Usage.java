package dev.parley.turn;

/** What an allocation carried over its whole life: application data, both ways. */
public record Usage(
        long packetsToPeers,
        long bytesToPeers,
        long packetsToClient,
        long bytesToClient,
        long dropped) {

    static Usage of(FlowCounters counters) {
        return new Usage(
                counters.packetsToPeer,
                counters.bytesToPeer,
                counters.packetsToClient,
                counters.bytesToClient,
                counters.dropped);
    }
}
