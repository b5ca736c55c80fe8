package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** A plane that moves datagrams as {@link RelayPlane} says, one at a time. */
final class MovingPlane implements RelayPlane {
    private final Set<Flow> flows = new LinkedHashSet<>();
    long moved;

    @Override
    public boolean install(Flow flow) {
        return flows.add(flow);
    }

    @Override
    public void extend(Flow flow, long expiresAt) {
        // The flow is asked for each datagram.
    }

    @Override
    public void remove(Flow flow) {
        flows.remove(flow);
    }

    @Override
    public void readCounters(Flow flow) {
        // Counted as they go.
    }

    /** Moves a datagram before the core sees it; false when it is one for the core. */
    boolean offer(FakeDriver driver, int socket, TransportAddress from, byte[] bytes) {
        for (Flow flow : flows) {
            boolean alive = flow.expiresAtNanos() - driver.now > 0;
            if (alive && socket == flow.clientSocket() && from.equals(flow.client())) {
                int data = bytes.length <= 4 ? 0 : Bytes.u16(bytes, 2);
                if (data > 0
                        && Bytes.u16(bytes, 0) == flow.channelNumber()
                        && data <= bytes.length - 4) {
                    toPeer(driver, flow, bytes, data);
                    return true;
                }
            } else if (alive && socket == flow.relaySocket() && from.equals(flow.peer())) {
                toClient(driver, flow, bytes);
                return true;
            }
        }
        return false;
    }

    private void toPeer(FakeDriver driver, Flow flow, byte[] bytes, int length) {
        byte[] data = new byte[length];
        System.arraycopy(bytes, 4, data, 0, length);
        Budget budget = flow.budget();
        if (budget != null && budget.toPeer(driver.now, new int[] {length}, 1) == 0) {
            flow.counters().overBandwidth(1);
        } else {
            flow.counters().toPeer(driver.now, length);
            driver.sent.add(
                    new SentMessage(flow.relaySocket(), Transport.UDP, flow.peer(), data, false));
        }
        moved++;
    }

    private void toClient(FakeDriver driver, Flow flow, byte[] data) {
        Budget budget = flow.budget();
        int[] lengths = {flow.channelNumber() << 16 | data.length};
        if (budget != null && budget.toClient(driver.now, lengths, 1) == 0) {
            flow.counters().overBandwidth(1);
        } else {
            flow.counters().toClient(driver.now, data.length);
            driver.sent.add(
                    new SentMessage(
                            flow.clientSocket(),
                            Transport.UDP,
                            flow.client(),
                            Message.channelData(flow.channelNumber(), data),
                            false));
        }
        moved++;
    }
}
