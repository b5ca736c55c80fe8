package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;

/** A plane that keeps books instead of moving packets, and checks that the core does too. */
final class TestPlane implements RelayPlane {
    final Set<Flow> installed = new LinkedHashSet<>();
    boolean declines;
    int removed;

    /** Packets that it moved and has not told of yet, as a kernel would keep them. */
    long unread;

    @Override
    public boolean install(Flow flow) {
        if (declines) {
            return false;
        }
        assertThat(installed.add(flow)).as("a flow is installed once").isTrue();
        flow.attach("mine");
        return true;
    }

    @Override
    public void extend(Flow flow, long expiresAt) {
        assertThat(installed).contains(flow);
        assertThat(flow.expiresAtNanos()).isEqualTo(expiresAt);
    }

    @Override
    public void remove(Flow flow) {
        assertThat(flow.attachment()).isEqualTo("mine");
        readCounters(flow);
        assertThat(installed.remove(flow)).as("only what is installed is removed").isTrue();
        removed++;
    }

    @Override
    public void readCounters(Flow flow) {
        assertThat(installed).contains(flow);
        flow.counters().packetsToPeer += unread;
        flow.counters().bytesToPeer += 100 * unread;
        unread = 0;
    }

    /** The one flow that is installed. */
    Flow only() {
        assertThat(installed).hasSize(1);
        return installed.iterator().next();
    }
}
