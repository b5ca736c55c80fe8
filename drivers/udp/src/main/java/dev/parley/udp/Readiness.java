package dev.parley.udp;

import dev.parley.udp.linux.UnixDatagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a service tells the systemd that has started it that it serves, see sd_notify(3). */
public final class Readiness {
    /** Names the socket at which the service manager listens; not there when it does not. */
    public static final String VARIABLE = "NOTIFY_SOCKET";

    private final String socket;

    /**
     * @param socket the environment variable {@link #VARIABLE}
     */
    public Readiness(String socket) {
        this.socket = socket;
    }

    /**
     * It serves from now on.
     *
     * @throws IOException when that cannot be told; the message is the end of a sentence
     */
    public void tell() throws IOException {
        UnixDatagram.send(socket, "READY=1".getBytes(StandardCharsets.US_ASCII));
    }
}
