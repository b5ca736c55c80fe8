package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Whole messages for tests. */
final class Message {
    static final int UDP_PROTOCOL = 17;

    private Message() {}

    static byte[] request(RandomSource random, int method, UnaryOperator<StunWriter> attributes) {
        return of(StunClass.REQUEST, method, TransactionId.random(random), attributes);
    }

    static byte[] of(
            StunClass messageClass,
            int method,
            TransactionId id,
            UnaryOperator<StunWriter> attributes) {
        byte[] buf = new byte[66_000];
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        int length = attributes.apply(writer.begin(messageClass, method, id)).finish();
        assertThat(length).isPositive();
        return Arrays.copyOf(buf, length);
    }

    static StunReader parse(byte[] message) {
        StunReader reader = new StunReader();
        assertThat(reader.parse(message, 0, message.length)).isEqualTo(ParseResult.OK);
        return reader;
    }

    /** An address that must be there. */
    static TransportAddress xorAddress(byte[] message, int type) {
        return Objects.requireNonNull(parse(message).xorAddress(type));
    }

    /** The error code of an answer; 0 for a success. */
    static int code(byte[] answer) {
        StunReader reader = parse(answer);
        return switch (reader.messageClass()) {
            case SUCCESS -> 0;
            case ERROR -> reader.errorCode();
            case REQUEST, INDICATION -> throw new AssertionError("not an answer");
        };
    }

    static StunWriter requestedTransport(StunWriter writer) {
        return writer.u8(StunAttributeType.REQUESTED_TRANSPORT, UDP_PROTOCOL);
    }

    static UnaryOperator<StunWriter> peers(TransportAddress... peers) {
        return writer -> {
            for (TransportAddress peer : peers) {
                writer.xorAddress(StunAttributeType.XOR_PEER_ADDRESS, peer);
            }
            return writer;
        };
    }

    static byte[] channelData(int number, byte[] data) {
        byte[] message = new byte[4 + data.length];
        message[0] = (byte) (number >> 8);
        message[1] = (byte) number;
        message[2] = (byte) (data.length >> 8);
        message[3] = (byte) data.length;
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }
}
