package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One client of a soak, and the peers that it may reach. */
final class SoakClient {
    private static final int FIRST_CHANNEL = 0x4000;

    /** One peer, by a channel or by a permission alone (0). */
    private record Reachable(TransportAddress peer, int channel) {}

    private final TurnSession session;
    private final boolean stream;
    private final List<Reachable> reachable = new ArrayList<>();

    SoakClient(TurnSession session, boolean stream) {
        this.session = session;
        this.stream = stream;
    }

    TurnSession session() {
        return session;
    }

    /** Whether its end is noticed by the server at once. */
    boolean stream() {
        return stream;
    }

    boolean reachesSomebody() {
        return !reachable.isEmpty();
    }

    void permit(TransportAddress peer) throws IOException {
        if (knows(peer)) {
            return;
        }
        session.permit(peer);
        reachable.add(new Reachable(peer, 0));
    }

    void bind(TransportAddress peer) throws IOException {
        if (knows(peer)) {
            return;
        }
        int channel = FIRST_CHANNEL + reachable.size();
        session.bind(channel, peer);
        reachable.add(new Reachable(peer, channel));
    }

    private boolean knows(TransportAddress peer) {
        return reachable.stream().anyMatch(known -> known.peer.equals(peer));
    }

    /** Permissions last for five minutes only, channels for ten. */
    void renew() throws IOException {
        session.refresh();
        for (Reachable known : reachable) {
            if (known.channel == 0) {
                session.permit(known.peer);
            } else {
                session.bind(known.channel, known.peer);
            }
        }
    }

    /** Sends datagrams of random lengths to one peer; returns their bytes. */
    long send(int count, RandomSource random) throws IOException {
        Reachable to = any(random);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[1 + random.nextInt(1200)];
            session.line()
                    .send(
                            to.channel == 0
                                    ? session.sendIndication(to.peer, data)
                                    : TurnSession.channelData(to.channel, data));
            bytes += data.length;
        }
        return bytes;
    }

    TransportAddress anyPeer(RandomSource random) {
        return any(random).peer;
    }

    private Reachable any(RandomSource random) {
        return reachable.get(random.nextInt(reachable.size()));
    }
}
