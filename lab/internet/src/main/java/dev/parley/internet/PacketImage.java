package dev.parley.internet;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * A packet as it was at one moment: see {@link Packet} for what the fields mean.
 *
 * @param sizeBytes with all headers
 * @param payload after the header of UDP, TCP or ICMP; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // an image is never compared
public record PacketImage(
        long id,
        long parent,
        Protocol protocol,
        TransportAddress source,
        TransportAddress destination,
        int hopLimit,
        boolean dontFragment,
        int fragmentId,
        int fragmentOffset,
        boolean moreFragments,
        int sizeBytes,
        byte[] payload,
        int sequence,
        int acknowledgment,
        int tcpFlags,
        int window,
        int icmpType,
        int icmpCode,
        int icmpMtu,
        @Nullable PacketImage quoted,
        boolean corrupt) {

    public boolean v6() {
        return source.ip().v6();
    }
}
