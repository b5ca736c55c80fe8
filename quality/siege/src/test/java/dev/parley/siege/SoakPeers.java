package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Those whom clients reach through the relay; they count what arrives. */
final class SoakPeers implements AutoCloseable {
    private static final int PEERS = 8;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<TransportAddress> addresses = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);
    private long packets;
    private long bytes;

    SoakPeers() throws IOException {
        for (int i = 0; i < PEERS; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress("127.9.30." + (i + 1), 0));
            channel.configureBlocking(false);
            channels.add(channel);
            addresses.add(TransportAddress.of((InetSocketAddress) channel.getLocalAddress()));
        }
    }

    TransportAddress any(RandomSource random) {
        return addresses.get(random.nextInt(PEERS));
    }

    /** Sends one datagram from that peer. */
    void send(TransportAddress peer, TransportAddress to, byte[] data) throws IOException {
        DatagramChannel from = channels.get(addresses.indexOf(peer));
        from.send(ByteBuffer.wrap(data), to.toInetSocketAddress());
    }

    /** Counts what has arrived. */
    void take() throws IOException {
        for (DatagramChannel channel : channels) {
            in.clear();
            while (channel.receive(in) != null) {
                packets++;
                bytes += in.position();
                in.clear();
            }
        }
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
