package dev.parley.siege;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What those can do who have no credential, from addresses that are not theirs. */
final class StrangerAttacks {
    private static final int MESSAGES = 512;
    private static final byte[] NONCE_LIKE = "AbCdEfGhIjKlMnOp".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANOTHER_KEY = new byte[16];

    private final ServerProcess server;
    private final RandomSource random;
    private final TurnSession writer; // only writes messages

    StrangerAttacks(ServerProcess server, RandomSource random) throws IOException {
        this.server = server;
        this.random = random;
        writer = session("127.66.0.1:0");
    }

    private TurnSession session(String from) throws IOException {
        return new TurnSession(new UdpLine(TransportAddress.parse(from), server.stun()), random);
    }

    private Traffic flood(List<byte[]> messages) throws IOException {
        return flood(server.stun(), messages, () -> {});
    }

    private Traffic flood(TransportAddress to, List<byte[]> messages, Volley.End end)
            throws IOException {
        Strangers strangers = new Strangers(to);
        return new Volley(
                strangers.lines(),
                messages,
                () -> {
                    strangers.close();
                    end.end();
                });
    }

    private List<byte[]> many(int method, UnaryOperator<StunWriter> attributes) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(writer.message(StunClass.REQUEST, method, attributes));
        }
        return messages;
    }

    Traffic bindings() throws IOException {
        return flood(many(StunMethod.BINDING, w -> w));
    }

    Traffic bare() throws IOException {
        return flood(many(StunMethod.ALLOCATE, TurnSession::udpRelay));
    }

    Traffic forged() throws IOException {
        return flood(many(StunMethod.ALLOCATE, w -> forgery(TurnSession.udpRelay(w))));
    }

    private static StunWriter forgery(StunWriter writer) {
        return proof(writer, ServerProcess.USER, NONCE_LIKE);
    }

    private static StunWriter proof(StunWriter writer, String user, byte[] nonce) {
        return writer.text(StunAttributeType.USERNAME, user)
                .text(StunAttributeType.REALM, ServerProcess.REALM)
                .bytes(StunAttributeType.NONCE, nonce)
                .messageIntegrity(new MessageIntegrity(ANOTHER_KEY));
    }

    /** Real addresses, where nonces are had, and guesses of names and passwords. */
    Traffic guesses() throws IOException {
        List<UdpLine> lines = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            TurnSession guesser = session("127.67." + i + ".1:0");
            lines.add((UdpLine) guesser.line());
            byte[] nonce = guesser.challenge();
            String user = i % 2 == 0 ? ServerProcess.USER : "4000000000:guess" + i;
            messages.add(
                    writer.message(
                            StunClass.REQUEST,
                            StunMethod.ALLOCATE,
                            w -> proof(TurnSession.udpRelay(w), user, nonce)));
        }
        return new Volley(lines, messages, () -> closeAll(lines));
    }

    private static void closeAll(List<UdpLine> lines) throws IOException {
        for (UdpLine line : lines) {
            line.close();
        }
    }

    /** A whole request of an honest client, from where that client is not. */
    Traffic replays() throws IOException {
        TurnSession honest = session("127.66.0.2:0").allocate();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(honest.sealed(StunMethod.REFRESH, w -> w));
            messages.add(honest.sealed(StunMethod.ALLOCATE, TurnSession::udpRelay));
        }
        return flood(server.stun(), messages, () -> close(honest));
    }

    private static void close(TurnSession session) throws IOException {
        session.release();
        session.close();
    }

    /** Lengths that lie, names of a kilobyte, more attributes than anybody has. */
    Traffic oversized() throws IOException {
        List<byte[]> messages = new ArrayList<>();
        byte[] name = new byte[1200];
        Arrays.fill(name, (byte) 'x');
        for (int i = 0; i < MESSAGES / 4; i++) {
            messages.add(
                    writer.message(
                            StunClass.REQUEST,
                            StunMethod.ALLOCATE,
                            w ->
                                    TurnSession.udpRelay(w)
                                            .bytes(StunAttributeType.USERNAME, name)
                                            .text(StunAttributeType.REALM, ServerProcess.REALM)
                                            .bytes(StunAttributeType.NONCE, NONCE_LIKE)
                                            .messageIntegrity(new MessageIntegrity(ANOTHER_KEY))));
            messages.add(writer.message(StunClass.REQUEST, StunMethod.ALLOCATE, this::manyOfThem));
            byte[] lying = writer.message(StunClass.REQUEST, StunMethod.BINDING, this::manyOfThem);
            lying[22] = (byte) 0xFF; // the length of the first attribute
            messages.add(lying);
            byte[] longChannel = TurnSession.channelData(0x4000, new byte[1200]);
            longChannel[2] = (byte) 0xFF;
            messages.add(longChannel);
        }
        return flood(messages);
    }

    private StunWriter manyOfThem(StunWriter writer) {
        for (int i = 0; i < 120; i++) {
            writer.u32(0xC000 + i, (int) random.nextLong());
        }
        return writer;
    }

    /** Datagrams for a relay port whose owner did not permit any of the senders. */
    Traffic uninvitedPeers() throws IOException {
        TurnSession honest = session("127.66.0.3:0").allocate();
        List<byte[]> messages = List.of(new byte[RelayedLoad.DATA_BYTES]);
        return flood(honest.relayed(), messages, () -> close(honest));
    }

    /** Channel data of clients that have no channel, nor an allocation. */
    Traffic channelDataOfNobody() throws IOException {
        return flood(List.of(TurnSession.channelData(0x4001, new byte[RelayedLoad.DATA_BYTES])));
    }

    /** Neither STUN nor ChannelData. */
    Traffic garbage() throws IOException {
        byte[] garbage = new byte[RelayedLoad.DATA_BYTES];
        random.nextBytes(garbage, 0, garbage.length);
        garbage[0] |= (byte) 0x80;
        return flood(List.of(garbage));
    }
}
