package dev.parley.server.relay;

import dev.parley.core.TransportAddress;
import java.io.IOException;

/** A listening socket could not be opened: in use, not ours, or no right. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient TransportAddress address;

    ListenException(TransportAddress address, IOException cause) {
        super(cause.getMessage(), cause);
        this.address = address;
    }

    public TransportAddress address() {
        return address;
    }
}
