package dev.parley.udp;

import dev.parley.core.TransportAddress;
import java.io.IOException;

/** UDP by {@code java.nio}: portable, one system call per datagram. */
public final class NioDriver implements UdpDriver {

    public NioDriver() throws IOException {}

    @Override
    public UdpSocket bind(TransportAddress local, UdpOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Destination destination(TransportAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void poll(long timeoutNanos, BatchHandler handler) throws IOException {}

    @Override
    public void wakeup() {}

    @Override
    public long receiveErrors() {
        return 0;
    }

    @Override
    public void close() {}
}
