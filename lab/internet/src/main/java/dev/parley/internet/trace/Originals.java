package dev.parley.internet.trace;

import dev.parley.internet.PacketImage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left to know of datagrams when they travel as fragments: the header in the first fragment
 * tells the length and checksum of the whole. Remembers the last thousand that were large enough.
 */
final class Originals {
    private static final int CAP = 1024;
    private static final int SMALLEST_FRAGMENTED = 576;

    /**
     * @param length of the payload after the header of UDP or ICMP
     * @param sum of that payload, not folded
     */
    record Original(int length, long sum) {}

    private final Map<Long, Original> originals =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Original> eldest) {
                    return size() > CAP;
                }
            };

    /** Looks at a packet before it may be cut. */
    void see(PacketImage packet) {
        if (originals.containsKey(packet.id())) {
            return;
        }
        if (!isFragment(packet)) {
            if (packet.sizeBytes() >= SMALLEST_FRAGMENTED) {
                byte[] payload = packet.payload();
                long sum = InternetChecksum.sum(payload, 0, payload.length);
                originals.put(packet.id(), new Original(payload.length, sum));
            }
            return;
        }
        Original whole = originals.get(packet.parent());
        if (whole != null) {
            originals.put(packet.id(), whole);
        }
    }

    /** The datagram that this one is the first fragment of, if it was seen. */
    @Nullable Original of(PacketImage fragment) {
        return originals.get(fragment.id());
    }

    static boolean isFragment(PacketImage packet) {
        return packet.moreFragments() || packet.fragmentOffset() > 0;
    }
}
