package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/** A socket of ours, and what the server sees in its place. */
final class LocalSocket {
    final int id;
    final TransportAddress local;
    @Nullable TransportAddress mapped;

    LocalSocket(int id, TransportAddress local) {
        this.id = id;
        this.local = local;
    }

    /**
     * The same once the server was asked.
     *
     * @throws IllegalStateException when it was not
     */
    TransportAddress mapped() {
        if (mapped == null) {
            throw new IllegalStateException("the server was not asked yet");
        }
        return mapped;
    }
}
