package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A connected UDP socket of any address of 127/8. */
final class UdpLine implements Line {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long LOOK_NANOS = 50_000;

    private final DatagramChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);

    /**
     * @param from an address of this machine; port 0 is any
     * @param to where everything goes, and the only one to come from
     */
    UdpLine(TransportAddress from, TransportAddress to) throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(from.toInetSocketAddress());
        channel.connect(to.toInetSocketAddress());
        channel.configureBlocking(false);
    }

    @Override
    public void send(byte[] message) throws IOException {
        send(ByteBuffer.wrap(message));
    }

    /** The same; what the network says about it does not matter. */
    void send(ByteBuffer message) throws IOException {
        try {
            channel.write(message);
        } catch (java.net.PortUnreachableException _) {
            return; // about an earlier one
        } finally {
            message.rewind();
        }
    }

    @Override
    public byte @Nullable [] receive(int waitMillis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (true) {
            in.clear();
            if (channel.read(in) > 0) {
                byte[] message = new byte[in.flip().limit()];
                in.get(message);
                return message;
            }
            if (System.nanoTime() - deadline >= 0) {
                return null;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Throws away what has come; returns how many messages that were. */
    int drain() throws IOException {
        int count = 0;
        in.clear();
        while (channel.read(in) > 0) {
            in.clear();
            count++;
        }
        return count;
    }

    @Override
    public TransportAddress local() throws IOException {
        return TransportAddress.of((InetSocketAddress) channel.getLocalAddress());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
