package dev.parley.udp;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.LongAdder;

/**
 * UDP by {@code java.nio}: portable, one system call per datagram. The reference that faster
 * drivers are tested against.
 */
public final class NioDriver implements UdpDriver {
    private static final int BATCH = 64;
    private static final int USUAL_DATAGRAM_BYTES = 2048;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector = Selector.open();
    // Room for a batch of usual datagrams; a batch ends early rather than cut a larger one.
    private final DatagramBatch batch =
            new DatagramBatch(
                    NativeMemory.allocate(
                            BATCH * USUAL_DATAGRAM_BYTES
                                    + DatagramBatch.HEADROOM
                                    + DatagramBatch.MAX_DATAGRAM_BYTES),
                    BATCH);
    private final LongAdder receiveErrors = new LongAdder();

    public NioDriver() throws IOException {}

    @Override
    public UdpSocket bind(int id, TransportAddress local, UdpOptions options) throws IOException {
        if (local.ip().isUnspecified()) {
            throw new IllegalArgumentException(
                    "bind one socket for each address of the machine, not " + local.ip());
        }
        DatagramChannel channel = NioSocket.open(local, options);
        try {
            NioSocket socket = new NioSocket(id, channel);
            channel.register(selector, SelectionKey.OP_READ, socket);
            return socket;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Destination destination(TransportAddress remote) {
        return NioDestination.of(remote);
    }

    @Override
    public void poll(long timeoutNanos, BatchHandler handler) throws IOException {
        if (timeoutNanos <= 0) {
            selector.selectNow(key -> receive(key, handler));
        } else {
            // Rounded up: waking early would only lead to another wait.
            long millis = (timeoutNanos - 1) / NANOS_PER_MILLI + 1;
            selector.select(key -> receive(key, handler), millis);
        }
    }

    private void receive(SelectionKey key, BatchHandler handler) {
        NioSocket socket = (NioSocket) key.attachment();
        int errors = socket.receive(batch);
        if (errors > 0) {
            receiveErrors.add(errors);
        }
        if (batch.count() > 0) {
            handler.received(socket, batch);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public long receiveErrors() {
        return receiveErrors.sum();
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Closing UDP sockets failed.", e);
        }
    }
}
