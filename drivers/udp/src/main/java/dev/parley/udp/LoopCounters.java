package dev.parley.udp;

/**
 * What an {@link EventLoop} has counted since it began.
 *
 * @param wakeups turns of the loop
 * @param packetsIn datagrams received, those the tap took included
 * @param packetsTapped datagrams the tap took
 * @param packetsOut datagrams of the core that the system took
 * @param sendDrops datagrams of the core that found no socket or that the system did not take
 * @param pathDrops datagrams dropped because the table of paths was full
 * @param streamBytesIn bytes of streams handed to the core
 * @param streamDrops chunks of the core for streams that were gone or full
 * @param receiveErrors errors the network reported on receiving
 * @param bugs exceptions of the core, its event sink or a task
 * @param timerSpins how often the core's timer asked for a time already past, without progress
 */
public record LoopCounters(
        long wakeups,
        long packetsIn,
        long bytesIn,
        long packetsTapped,
        long packetsOut,
        long bytesOut,
        long sendDrops,
        long pathDrops,
        long streamBytesIn,
        long streamBytesOut,
        long streamDrops,
        long receiveErrors,
        long bugs,
        long timerSpins) {

    /** The sum with another loop's. */
    public LoopCounters plus(LoopCounters other) {
        return new LoopCounters(
                wakeups + other.wakeups,
                packetsIn + other.packetsIn,
                bytesIn + other.bytesIn,
                packetsTapped + other.packetsTapped,
                packetsOut + other.packetsOut,
                bytesOut + other.bytesOut,
                sendDrops + other.sendDrops,
                pathDrops + other.pathDrops,
                streamBytesIn + other.streamBytesIn,
                streamBytesOut + other.streamBytesOut,
                streamDrops + other.streamDrops,
                receiveErrors + other.receiveErrors,
                bugs + other.bugs,
                timerSpins + other.timerSpins);
    }
}
