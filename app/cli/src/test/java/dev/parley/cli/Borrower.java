package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
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
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Has a relay lent to it, over UDP or TCP on loopback. */
final class Borrower implements AutoCloseable {
    private static final String REALM = "parley";
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final int WAIT_MILLIS = 10_000;

    private final String user;
    private final MessageIntegrity key;
    private final Line line;

    /** Whole messages there and back. */
    private interface Line extends Closeable {
        void send(byte[] bytes, int length) throws IOException;

        byte[] receive() throws IOException;
    }

    private Borrower(String user, String password, Line line) {
        this.user = user;
        key = new MessageIntegrity(LongTermKey.md5(user, REALM, password));
        this.line = line;
    }

    static Borrower overUdp(String user, String password, int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, HERE);
        socket.connect(HERE, port);
        socket.setSoTimeout(WAIT_MILLIS);
        return new Borrower(
                user,
                password,
                new Line() {
                    @Override
                    public void send(byte[] bytes, int length) throws IOException {
                        socket.send(new DatagramPacket(bytes, length));
                    }

                    @Override
                    public byte[] receive() throws IOException {
                        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
                        socket.receive(answer);
                        return Arrays.copyOf(answer.getData(), answer.getLength());
                    }

                    @Override
                    public void close() {
                        socket.close();
                    }
                });
    }

    static Borrower overTcp(String user, String password, int port) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setSoTimeout(WAIT_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return new Borrower(
                user,
                password,
                new Line() {
                    @Override
                    public void send(byte[] bytes, int length) throws IOException {
                        socket.getOutputStream().write(bytes, 0, length);
                    }

                    @Override
                    public byte[] receive() throws IOException {
                        byte[] header = in.readNBytes(StunReader.HEADER_BYTES);
                        byte[] rest = in.readNBytes(Bytes.u16(header, 2));
                        byte[] whole = Arrays.copyOf(header, header.length + rest.length);
                        System.arraycopy(rest, 0, whole, header.length, rest.length);
                        return whole;
                    }

                    @Override
                    public void close() throws IOException {
                        socket.close();
                    }
                });
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
        line.send(buf, attributes.apply(request).finish());
        byte[] answer = line.receive();
        StunReader reader = new StunReader();
        assertThat(reader.parse(answer, 0, answer.length)).isEqualTo(ParseResult.OK);
        return reader;
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
