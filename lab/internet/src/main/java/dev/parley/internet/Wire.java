package dev.parley.internet;

import dev.parley.internet.link.LinkModel;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link. Most only delay, and are as fast as that; for the others a {@link
 * LinkModel} decides. With a drop-tail queue it is known at once when a packet will arrive, so
 * nothing waits here; CoDel decides over a packet when it leaves, so there packets wait.
 */
final class Wire {
    private final Internet internet;
    private final Nic from;
    private final Nic to;
    private final InFlight inFlight;
    private LinkDirection behaviour;
    private @Nullable LinkModel model; // null: it only delays
    private @Nullable WaitingLine waiting;

    Wire(Internet internet, Nic from, Nic to, LinkDirection behaviour) {
        this.internet = internet;
        this.from = from;
        this.to = to;
        inFlight = new InFlight(to);
        this.behaviour = behaviour;
        change(behaviour);
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
        LinkModel before = model;
        if (before != null) {
            model = before.change(behaviour);
        } else if (!LinkModel.isPlain(behaviour)) {
            String name = from.node.name() + ">" + to.node.name();
            model = new LinkModel(behaviour, internet.random(name));
        }
        WaitingLine left = waiting;
        waiting =
                behaviour.queue() instanceof Queue.CoDel codel && behaviour.bitsPerSecond() > 0
                        ? new WaitingLine(internet, this, codel)
                        : null;
        if (left != null) {
            left.empty(packet -> transmit(internet.now(), packet));
        }
    }

    /** Takes a packet that fits the MTU. */
    void transmit(long now, Packet packet) {
        LinkModel decides = model;
        if (decides == null) {
            travel(now, packet, now, now + behaviour.delayNanos());
            return;
        }
        WaitingLine line = waiting;
        if (line != null) {
            line.add(now, decides, packet);
            return;
        }
        long start = decides.admit(now, packet.sizeBytes());
        if (start == LinkModel.REFUSED) {
            drop(now, packet, DropReason.QUEUE_FULL);
        } else {
            leave(now, decides, packet, start);
        }
    }

    /** What decides over packets at this moment. */
    @Nullable LinkModel model() {
        return model;
    }

    /** The packet begins to leave at {@code start}. */
    void leave(long now, LinkModel decides, Packet packet, long start) {
        long left = decides.send(start, packet.sizeBytes());
        if (decides.loses()) {
            tell(now, packet, start, left + behaviour.delayNanos());
            drop(now, packet, DropReason.LOST);
            return;
        }
        packet.corrupt |= decides.corrupts();
        Packet twin = decides.duplicates() ? twin(packet) : null;
        travel(now, packet, start, decides.arrival(left));
        if (twin != null) {
            travel(now, twin, start, decides.arrival(left));
        }
    }

    void drop(long now, Packet packet, DropReason reason) {
        from.node.drop(now, packet, reason, 0);
    }

    private Packet twin(Packet packet) {
        Packet twin = internet.take();
        long id = twin.id;
        twin.copyFrom(packet);
        twin.id = id;
        twin.parent = packet.id;
        return twin;
    }

    private void travel(long now, Packet packet, long start, long arrives) {
        tell(now, packet, start, arrives);
        if (inFlight.isInOrder(arrives)) {
            internet.schedule(arrives, inFlight, packet);
        } else {
            internet.schedule(arrives, to, packet);
        }
    }

    private void tell(long now, Packet packet, long start, long arrives) {
        if (internet.isObserved()) {
            String node = from.node.name();
            internet.tell(
                    new NetworkEvent.Departed(
                            now, node, to.node.name(), packet.image(), start, arrives));
        }
    }
}
