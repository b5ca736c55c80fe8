package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;

/** Something that a core sent. */
final class SentMessage {
    private final int socket;
    private final Transport transport;
    private final TransportAddress to;
    private final byte[] bytes;
    private final boolean dontFragment;

    SentMessage(
            int socket,
            Transport transport,
            TransportAddress to,
            byte[] bytes,
            boolean dontFragment) {
        this.socket = socket;
        this.transport = transport;
        this.to = to;
        this.bytes = bytes;
        this.dontFragment = dontFragment;
    }

    int socket() {
        return socket;
    }

    Transport transport() {
        return transport;
    }

    TransportAddress to() {
        return to;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean dontFragment() {
        return dontFragment;
    }
}
