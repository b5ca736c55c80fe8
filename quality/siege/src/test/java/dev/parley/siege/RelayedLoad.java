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

/**
 * Honest clients over UDP, each with a channel to a peer of its own, that send ChannelData in turn,
 * single packets: what a relay is there for, and what the cost of a hostile packet is held against.
 */
final class RelayedLoad implements Traffic {
    static final int DATA_BYTES = 120;
    private static final int CHANNEL = 0x4000;

    private final List<TurnSession> sessions = new ArrayList<>();
    private final List<UdpLine> lines = new ArrayList<>();
    private final List<DatagramChannel> peers = new ArrayList<>();
    private final ByteBuffer message =
            ByteBuffer.allocateDirect(4 + DATA_BYTES)
                    .put(TurnSession.channelData(CHANNEL, new byte[DATA_BYTES]))
                    .flip();
    private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
    private int next;
    private long sent;
    private long arrived;

    RelayedLoad(ServerProcess server, int clients, RandomSource random) throws IOException {
        for (int i = 0; i < clients; i++) {
            TransportAddress from = TransportAddress.parse("127.7." + i + ".1:0");
            UdpLine line = new UdpLine(from, server.stun());
            lines.add(line);
            TurnSession session = new TurnSession(line, random);
            sessions.add(session);
            session.allocate();
            DatagramChannel peer = DatagramChannel.open();
            peers.add(peer);
            peer.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            peer.bind(new InetSocketAddress("127.9.7." + (i + 1), 0));
            peer.configureBlocking(false);
            session.bind(CHANNEL, TransportAddress.of((InetSocketAddress) peer.getLocalAddress()));
        }
    }

    /** Sends so many, one client after the other. */
    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            lines.get(next).send(message);
            next = (next + 1) % sessions.size();
        }
        sent += count;
    }

    /** Takes what came to the peers. */
    @Override
    public void take() throws IOException {
        for (DatagramChannel peer : peers) {
            in.clear();
            while (peer.receive(in) != null) {
                in.clear();
                arrived++;
            }
        }
    }

    long sent() {
        return sent;
    }

    long arrived() {
        return arrived;
    }

    /** Before allocations, channels and permissions would end. */
    void refresh() throws IOException {
        for (int i = 0; i < sessions.size(); i++) {
            TransportAddress peer =
                    TransportAddress.of((InetSocketAddress) peers.get(i).getLocalAddress());
            sessions.get(i).refresh();
            sessions.get(i).bind(CHANNEL, peer);
        }
    }

    @Override
    public void close() throws IOException {
        for (TurnSession session : sessions) {
            session.release();
            session.close();
        }
        for (DatagramChannel peer : peers) {
            peer.close();
        }
    }
}
