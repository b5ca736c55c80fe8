package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of docs/stun.md, compiled and run between two real sockets. */
class DocumentedExampleTest {
    private final SecureRandom secure = new SecureRandom();

    // The page shows what stands between "begin" and "end".
    private @Nullable TransportAddress ask(DatagramSocket socket, InetSocketAddress server)
            throws IOException {
        // begin
        TransactionId id = new TransactionId(secure.nextInt(), secure.nextLong());
        byte[] buf = new byte[548];
        int length =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, id)
                        .fingerprint()
                        .finish();
        socket.send(new DatagramPacket(buf, length, server));
        DatagramPacket answer = new DatagramPacket(buf, buf.length);
        socket.receive(answer);
        StunReader reader = new StunReader();
        boolean mine =
                reader.parse(buf, 0, answer.getLength()) == ParseResult.OK
                        && reader.is(StunClass.SUCCESS, StunMethod.BINDING)
                        && reader.hasTransactionId(id);
        TransportAddress me = mine ? reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS) : null;
        // end
        return me;
    }

    @Test
    @Timeout(20)
    void asksAndAnswersBetweenTwoSockets() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket server = new DatagramSocket(0, loopback);
                DatagramSocket client = new DatagramSocket(0, loopback);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setSoTimeout(10_000);
            client.setSoTimeout(10_000);
            var served = executor.submit(() -> serveOnce(server));
            TransportAddress me =
                    ask(client, new InetSocketAddress(loopback, server.getLocalPort()));
            served.get();
            assertThat(me)
                    .isEqualTo(
                            TransportAddress.of(
                                    new InetSocketAddress(loopback, client.getLocalPort())));
        }
    }

    private static Object serveOnce(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.receive(packet);
        byte[] out = new byte[BindingResponder.MAX_RESPONSE_BYTES];
        TransportAddress source =
                TransportAddress.of((InetSocketAddress) packet.getSocketAddress());
        int length =
                new BindingResponder()
                        .respond(packet.getData(), 0, packet.getLength(), source, out, 0);
        socket.send(new DatagramPacket(out, length, packet.getSocketAddress()));
        return length;
    }

    @Test
    void thePageShowsThisCode() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String page = Files.readString(module.resolve("../../docs/stun.md"));
        String source =
                Files.readString(
                        module.resolve("src/test/java/dev/parley/stun/DocumentedExampleTest.java"));
        assertThat(between(page, "```java\n", "```"))
                .isEqualTo(between(source, "// begin\n", "// end"))
                .isNotEmpty();
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from)).replaceAll("\\s", "");
    }
}
