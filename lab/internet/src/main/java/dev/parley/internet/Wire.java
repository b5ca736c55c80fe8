package dev.parley.internet;

import dev.parley.internet.topology.LinkDirection;

/** One direction of a link. */
final class Wire {
    private final Internet internet;
    private final Nic from;
    private final Nic to;
    private final InFlight inFlight;
    private LinkDirection behaviour;

    Wire(Internet internet, Nic from, Nic to, LinkDirection behaviour) {
        this.internet = internet;
        this.from = from;
        this.to = to;
        inFlight = new InFlight(to);
        this.behaviour = behaviour;
    }

    Nic to() {
        return to;
    }

    int mtuBytes() {
        return behaviour.mtuBytes();
    }

    /** Whether the node before this wire tells senders of packets that are too big. */
    boolean tooBigErrors() {
        return behaviour.tooBigErrors();
    }

    /** From now on it behaves like this; what is on its way arrives as before. */
    void change(LinkDirection behaviour) {
        this.behaviour = behaviour;
    }

    /** Takes a packet that fits the MTU. */
    void transmit(long now, Packet packet) {
        long arrives = now + behaviour.delayNanos();
        if (internet.isObserved()) {
            internet.tell(
                    new NetworkEvent.Departed(
                            now, from.node.name(), to.node.name(), packet.image(), now, arrives));
        }
        if (inFlight.isInOrder(arrives)) {
            internet.schedule(arrives, inFlight, packet);
        } else {
            internet.schedule(arrives, to, packet);
        }
    }
}
