package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What those can do who have a credential and an allocation. */
final class ClientAttacks {
    private static final int MESSAGES = 4096;
    private static final int CHANNEL = 0x4000;
    private static final int PEERS_AT_ONCE = 40;
    private static final long FORGIVEN_NANOS = 200_000_000;

    private final ServerProcess server;
    private final RandomSource random;

    ClientAttacks(ServerProcess server, RandomSource random) {
        this.server = server;
        this.random = random;
    }

    private TurnSession session(int number) throws IOException {
        TransportAddress from = TransportAddress.parse("127.68." + number + ".1:0");
        return new TurnSession(new UdpLine(from, server.stun()), random).allocate();
    }

    private static Traffic by(TurnSession session, List<byte[]> messages) {
        return new Volley(
                List.of((UdpLine) session.line()), messages, () -> endAll(List.of(session)));
    }

    /** Who has asked too often has to wait a little before asking for the end. */
    private static void endAll(List<TurnSession> sessions) throws IOException {
        LockSupport.parkNanos(FORGIVEN_NANOS);
        for (TurnSession session : sessions) {
            ((UdpLine) session.line()).drain();
            session.release();
            session.close();
        }
    }

    private static TransportAddress peer(int number) {
        return TransportAddress.parse("127.9." + (100 + number / 250) + "." + number % 250 + ":9");
    }

    /** Another channel to another peer with each request. */
    Traffic channelBinds() throws IOException {
        TurnSession session = session(1);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int channel = CHANNEL + i;
            TransportAddress peer = peer(i);
            messages.add(
                    session.sealed(
                            StunMethod.CHANNEL_BIND, w -> TurnSession.channel(w, channel, peer)));
        }
        return by(session, messages);
    }

    /** Another peer with each request, or many at once. */
    Traffic permissions() throws IOException {
        TurnSession session = session(2);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int first = i;
            int count = i % 8 == 0 ? PEERS_AT_ONCE : 1;
            messages.add(
                    session.sealed(
                            StunMethod.CREATE_PERMISSION,
                            w -> {
                                for (int n = 0; n < count; n++) {
                                    TurnSession.peer(w, peer((first + n) % MESSAGES));
                                }
                                return w;
                            }));
        }
        return by(session, messages);
    }

    Traffic refreshes() throws IOException {
        TurnSession session = session(3);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(session.sealed(StunMethod.REFRESH, w -> w));
        }
        return by(session, messages);
    }

    /** Send indications to everybody, none of whom it has a permission for. */
    Traffic sendsWithoutPermission() throws IOException {
        TurnSession session = session(4);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(session.sendIndication(peer(i), new byte[RelayedLoad.DATA_BYTES]));
        }
        return by(session, messages);
    }

    /** Send indications to the sockets that the server itself listens on. */
    Traffic sendsToTheServer() throws IOException {
        TurnSession session = session(5);
        session.permit(server.stun());
        List<byte[]> messages = new ArrayList<>();
        for (TransportAddress own :
                List.of(server.stun(), server.turns(), server.metricsAddress())) {
            messages.add(session.sendIndication(own, new byte[RelayedLoad.DATA_BYTES]));
        }
        return by(session, messages);
    }

    /** A channel to its own relayed address. */
    Traffic toOwnRelay() throws IOException {
        TurnSession session = session(6);
        session.bind(CHANNEL, session.relayed());
        return by(
                session,
                List.of(TurnSession.channelData(CHANNEL, new byte[RelayedLoad.DATA_BYTES])));
    }

    /** Two clients whose peers are each other's relayed addresses. */
    Traffic toEachOther() throws IOException {
        TurnSession one = session(7);
        TurnSession other = session(8);
        one.bind(CHANNEL, other.relayed());
        other.bind(CHANNEL, one.relayed());
        List<UdpLine> lines = List.of((UdpLine) one.line(), (UdpLine) other.line());
        return new Volley(
                lines,
                List.of(TurnSession.channelData(CHANNEL, new byte[RelayedLoad.DATA_BYTES])),
                () -> endAll(List.of(one, other)));
    }

    /** Channel data on channels that are not bound. */
    Traffic unboundChannels() throws IOException {
        TurnSession session = session(9);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            messages.add(TurnSession.channelData(CHANNEL + i, new byte[RelayedLoad.DATA_BYTES]));
        }
        return by(session, messages);
    }
}
