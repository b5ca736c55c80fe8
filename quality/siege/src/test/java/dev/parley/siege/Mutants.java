package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import java.io.IOException;
import java.util.List;

/**
 * Those who say everything a little wrong: with and without an allocation, over UDP and TCP. What
 * passes all the same reaches a peer that counts.
 */
final class Mutants implements AutoCloseable {
    private static final int CHANNEL = 0x4000;

    private final ServerProcess server;
    private final RandomSource random;
    private final Mutations mutations;
    private final TurnSession settled;
    private final TurnSession stranger;
    private final TransportAddress peer;
    private long sent;

    Mutants(ServerProcess server, SoakPeers peers, RandomSource random) throws IOException {
        this.server = server;
        this.random = random;
        mutations = new Mutations(random);
        settled = session("127.72.0.1:0").allocate();
        stranger = session("127.72.1.1:0");
        peer = peers.any(random);
        settled.bind(CHANNEL, peer);
    }

    private TurnSession session(String from) throws IOException {
        return new TurnSession(new UdpLine(TransportAddress.parse(from), server.stun()), random);
    }

    long sent() {
        return sent;
    }

    /** Says one thing. */
    void say() throws IOException {
        byte[] message = mutations.of(any());
        switch (random.nextInt(8)) {
            case 0 -> overTcp(message);
            case 1, 2, 3 -> stranger.line().send(message);
            default -> settled.line().send(message);
        }
        sent++;
        for (TurnSession session : List.of(settled, stranger)) {
            ((UdpLine) session.line()).drain();
        }
    }

    /** Over a stream, after which nothing makes sense any more. */
    private void overTcp(byte[] message) throws IOException {
        try (StreamLine line =
                StreamLine.tcp(TransportAddress.parse("127.72.2.1:0"), server.stun())) {
            line.sendRaw(message, 0, message.length);
        }
    }

    private byte[] any() {
        byte[] data = new byte[random.nextInt(200)];
        return switch (random.nextInt(7)) {
            case 0 -> settled.sealed(StunMethod.ALLOCATE, TurnSession::udpRelay);
            case 1 -> settled.sealed(StunMethod.REFRESH, w -> w);
            case 2 -> settled.sealed(StunMethod.CREATE_PERMISSION, w -> TurnSession.peer(w, peer));
            case 3 ->
                    settled.sealed(
                            StunMethod.CHANNEL_BIND, w -> TurnSession.channel(w, CHANNEL, peer));
            case 4 -> settled.message(StunClass.REQUEST, StunMethod.BINDING, w -> w);
            default -> TurnSession.channelData(CHANNEL, data);
        };
    }

    /** So that the allocation lives, however long it takes. */
    void renew() throws IOException {
        settled.refresh();
        settled.bind(CHANNEL, peer);
    }

    @Override
    public void close() throws IOException {
        settled.release();
        settled.close();
        stranger.close();
    }
}
