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

/** Honest clients over TCP or TLS that send ChannelData to one peer, in turn. */
final class StreamLoad implements Traffic {
    private static final int CLIENTS = 10;
    private static final int CHANNEL = 0x4000;

    /** How a client reaches the server. */
    @FunctionalInterface
    interface Connect {
        StreamLine from(TransportAddress client) throws IOException;
    }

    private final List<TurnSession> sessions = new ArrayList<>();
    private final DatagramChannel peer = DatagramChannel.open();
    private final byte[] message =
            TurnSession.channelData(CHANNEL, new byte[RelayedLoad.DATA_BYTES]);
    private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
    private int next;

    StreamLoad(Connect connect, RandomSource random) throws IOException {
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        peer.bind(new InetSocketAddress("127.9.8.1", 0));
        peer.configureBlocking(false);
        for (int i = 0; i < CLIENTS; i++) {
            TransportAddress from = TransportAddress.parse("127.8." + i + ".1:0");
            TurnSession session = new TurnSession(connect.from(from), random);
            sessions.add(session);
            session.allocate();
            session.bind(CHANNEL, TransportAddress.of((InetSocketAddress) peer.getLocalAddress()));
        }
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sessions.get(next).line().send(message);
            next = (next + 1) % CLIENTS;
        }
    }

    @Override
    public void take() throws IOException {
        in.clear();
        while (peer.receive(in) != null) {
            in.clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (TurnSession session : sessions) {
            session.close();
        }
        peer.close();
    }
}
