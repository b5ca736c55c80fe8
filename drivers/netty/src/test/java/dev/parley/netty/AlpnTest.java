package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7443: what clients say that they are going to speak, on ports that serve this and that. */
final class AlpnTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final byte[] STUN = {
        0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    private final TcpServer server = new TcpServer(1);
    private final TestCertificate certificate = TestCertificate.of("one", "EC");

    AlpnTest() throws Exception {}

    @AfterEach
    void close() {
        server.close();
    }

    private static StreamListener echo(StreamConnection connection) {
        return new StreamListener() {
            @Override
            public void bytes(byte[] buf, int off, int len) {
                connection.write(buf, off, len);
            }

            @Override
            public void closed() {}
        };
    }

    private TcpListener listen(ListenerOptions options) throws Exception {
        return server.listen(
                ANY_PORT, options.withTls(TlsContext.of(certificate.key(), certificate.chain())));
    }

    private TcpListener shared() throws Exception {
        return listen(
                ListenerOptions.http(_ -> HttpResponse.text(200, "page"))
                        .withStream(AlpnTest::echo));
    }

    private SSLSocket connect(TcpListener port, String... protocols) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        certificate
                                .trusting()
                                .getSocketFactory()
                                .createSocket(
                                        port.local().ip().toInetAddress(), port.local().port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static boolean speaksStun(SSLSocket socket) throws Exception {
        socket.getOutputStream().write(STUN);
        return answers(socket, STUN.length);
    }

    private static boolean speaksHttp(SSLSocket socket) throws Exception {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return answers(socket, 12);
    }

    private static boolean answers(SSLSocket socket, int bytes) throws Exception {
        try {
            return socket.getInputStream().readNBytes(bytes).length == bytes;
        } catch (SSLException | SocketException cut) {
            return false;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "stun.turn, stun.turn, true, false",
        "stun.nat-discovery, stun.nat-discovery, true, false",
        "http/1.1, http/1.1, false, true",
        "h2 http/1.1, http/1.1, false, true",
        "stun.nat-discovery stun.turn, stun.turn, true, false",
        "webrtc, '', true, true",
        "h2, '', true, true",
        "'', '', true, true"
    })
    void theSharedPortHoldsClientsToWhatTheyNamed(
            String offered, String agreed, boolean stun, boolean http) throws Exception {
        TcpListener port = shared();
        String[] protocols = offered.isEmpty() ? new String[0] : offered.split(" ");
        try (SSLSocket one = connect(port, protocols);
                SSLSocket two = connect(port, protocols)) {
            assertThat(one.getApplicationProtocol()).isEqualTo(agreed);
            assertThat(speaksStun(one)).isEqualTo(stun);
            assertThat(speaksHttp(two)).isEqualTo(http);
        }
    }

    @Test
    void aPortForTurnOffersNoHttp() throws Exception {
        TcpListener port = listen(ListenerOptions.stream(AlpnTest::echo));
        try (SSLSocket turn = connect(port, "http/1.1", "stun.turn");
                SSLSocket web = connect(port, "http/1.1")) {
            assertThat(turn.getApplicationProtocol()).isEqualTo("stun.turn");
            assertThat(speaksStun(turn)).isTrue();
            assertThat(web.getApplicationProtocol()).isEmpty();
            assertThat(speaksHttp(web)).isFalse();
        }
    }
}
