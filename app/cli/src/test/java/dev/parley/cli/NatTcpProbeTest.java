package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.stun.BindingResponder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NatTcpProbeTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** A STUN server over TCP, for one client. */
    static void answerOnce(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            byte[] request = client.getInputStream().readNBytes(20);
            byte[] answer = new byte[BindingResponder.MAX_RESPONSE_BYTES];
            TransportAddress source =
                    TransportAddress.of((InetSocketAddress) client.getRemoteSocketAddress());
            int length =
                    new BindingResponder().respond(request, 0, request.length, source, answer, 0);
            client.getOutputStream().write(answer, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void greetOnce(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream()
                    .write(
                            "220 mail.example.org ready for you\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean probe(ServerSocket listener) {
        return NatTcpProbe.answers(
                TransportAddress.of((InetSocketAddress) listener.getLocalSocketAddress()),
                Duration.ofSeconds(10));
    }

    @Test
    void findsAServerAndNothingElse() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> answerOnce(listener));
            assertThat(probe(listener)).isTrue();
            Thread.ofVirtual().start(() -> greetOnce(listener));
            assertThat(probe(listener)).isFalse();
        }
        ServerSocket closed = new ServerSocket(0, 1, LOOPBACK);
        closed.close();
        assertThat(probe(closed)).isFalse();
    }
}
