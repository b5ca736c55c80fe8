package dev.parley.internet;

import dev.parley.internet.topology.LinkBehaviour;

/** Where a link is plugged into a node: the beginning of the way out of it. */
final class Nic {
    final Node node;
    private Wire wire;

    /** Both are set by {@link Wiring} before anything runs. */
    @SuppressWarnings("NullAway.Init")
    Nic(Node node) {
        this.node = node;
    }

    void plug(Wire wire) {
        this.wire = wire;
    }

    Wire wire() {
        return wire;
    }

    /** The node at the other end. */
    Node peer() {
        return wire.to().node;
    }

    /** Both directions behave like this from now on; this end is the edge. */
    void change(LinkBehaviour behaviour) {
        wire.change(behaviour.up());
        wire.to().wire.change(behaviour.down());
    }
}
