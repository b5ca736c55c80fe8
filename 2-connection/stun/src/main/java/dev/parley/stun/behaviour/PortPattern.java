package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names the pattern of outside ports. */
final class PortPattern {
    private static final int FEWEST = 3;

    /** A step this small, several times in a row, is no chance. */
    private static final int SMALL_STEP = 16;

    private PortPattern() {}

    static PortChoice of(List<MappingSample> samples) {
        Set<TransportAddress> outsides = new HashSet<>();
        boolean preserved = true;
        boolean parity = true;
        boolean sequential = true;
        int before = -1;
        for (MappingSample sample : samples) {
            if (!outsides.add(sample.mapped())) {
                continue; // the same mapping once more says nothing new
            }
            int inside = sample.local().port();
            int outside = sample.mapped().port();
            preserved &= inside == outside;
            parity &= (inside & 1) == (outside & 1);
            sequential &= before < 0 || (outside > before && outside - before <= SMALL_STEP);
            before = outside;
        }
        if (outsides.size() < FEWEST) {
            return PortChoice.UNKNOWN;
        }
        if (preserved) {
            return PortChoice.PRESERVED;
        }
        if (sequential) {
            return PortChoice.SEQUENTIAL;
        }
        return parity ? PortChoice.PARITY : PortChoice.IRREGULAR;
    }
}
