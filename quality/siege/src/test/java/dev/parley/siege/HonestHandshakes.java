package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;

/** TLS handshakes of clients that mean it: to their end, then they go. */
final class HonestHandshakes implements Traffic {
    private static final TransportAddress FROM = TransportAddress.parse("127.71.0.1:0");

    private final TransportAddress server;

    HonestHandshakes(TransportAddress server) {
        this.server = server;
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Sockets.tls(FROM, server).close();
        }
    }

    @Override
    public void close() {
        // Each was closed already.
    }
}
