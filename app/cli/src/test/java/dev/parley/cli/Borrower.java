package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stun.LongTermKey;
import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.udp.SecureRandomSource;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Has a relay lent to it, over UDP on loopback. */
final class Borrower implements AutoCloseable {
    private static final String REALM = "parley";
    private static final int WAIT_MILLIS = 10_000;

    private final String user;
    private final MessageIntegrity key;
    private final DatagramSocket socket;

    Borrower(String user, String password, int port) throws IOException {
        this.user = user;
        key = new MessageIntegrity(LongTermKey.md5(user, REALM, password));
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.connect(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(WAIT_MILLIS);
    }

    void borrow() throws IOException {
        StunReader challenge = ask(request -> request);
        byte[] nonce = Objects.requireNonNull(challenge.bytes(StunAttributeType.NONCE));
        StunReader answer =
                ask(request ->
                        request.text(StunAttributeType.USERNAME, user)
                                .text(StunAttributeType.REALM, REALM)
                                .bytes(StunAttributeType.NONCE, nonce)
                                .messageIntegrity(key));
        assertThat(answer.messageClass())
                .as("error %d", answer.errorCode())
                .isEqualTo(StunClass.SUCCESS);
    }

    private StunReader ask(UnaryOperator<StunWriter> attributes) throws IOException {
        byte[] buf = new byte[1500];
        StunWriter request =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(
                                StunClass.REQUEST,
                                StunMethod.ALLOCATE,
                                TransactionId.random(new SecureRandomSource()))
                        .u8(StunAttributeType.REQUESTED_TRANSPORT, 17);
        socket.send(new DatagramPacket(buf, attributes.apply(request).finish()));
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        socket.receive(answer);
        StunReader reader = new StunReader();
        assertThat(reader.parse(answer.getData(), 0, answer.getLength())).isEqualTo(ParseResult.OK);
        return reader;
    }

    @Override
    public void close() {
        socket.close();
    }
}
