package dev.parley.internet;

import dev.parley.internet.link.CoDelQueue;
import dev.parley.internet.link.LinkModel;
import dev.parley.internet.topology.Queue.CoDel;
import java.util.function.Consumer;

/** Packets that wait in front of a wire until CoDel lets them go, one when the line is free. */
final class WaitingLine {
    private final Internet internet;
    private final Wire wire;
    private final CoDelQueue<Packet> queue;
    private boolean armed;

    WaitingLine(Internet internet, Wire wire, CoDel settings) {
        this.internet = internet;
        this.wire = wire;
        queue = new CoDelQueue<>(settings, wire.mtuBytes());
    }

    void add(long now, LinkModel model, Packet packet) {
        if (queue.offer(now, packet, packet.sizeBytes())) {
            serve(now, model);
        } else {
            wire.drop(now, packet, DropReason.QUEUE_FULL);
        }
    }

    /** Gives all that wait to somebody else. */
    void empty(Consumer<Packet> taker) {
        queue.empty(taker);
    }

    private void serve(long now, LinkModel model) {
        if (!model.isBusy(now)) {
            Packet next = queue.poll(now, late -> wire.drop(now, late, DropReason.QUEUE_DELAY));
            if (next != null) {
                wire.leave(now, model, next, now);
            }
        }
        if (!queue.isEmpty() && !armed) {
            armed = true;
            internet.at(model.freeAt(), this::free);
        }
    }

    private void free() {
        armed = false;
        LinkModel model = wire.model();
        if (model != null) {
            serve(internet.now(), model);
        }
    }
}
