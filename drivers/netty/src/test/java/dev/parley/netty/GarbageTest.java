package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever strangers send, the server goes on and logs no bug. */
final class GarbageTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final String[] WELL_FORMED = {
        "GET /page?x=1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
        "POST /in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345",
        "POST /in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        String.join(
                "\r\n",
                "GET /ws HTTP/1.1",
                "Host: x",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "",
                ""),
        "\0\1\0\0!\u0012\u00A4B123456789012",
    };

    private static final class Ignore implements WebSocketListener {
        @Override
        public void text(WebSocketSession session, String text) {
            session.send(text);
        }

        @Override
        public void closed(WebSocketSession session, int code, String reason) {}
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void survivesMutatedInput(long seed) throws Exception {
        RandomSource random = RandomSource.seeded(seed);
        long bugsBefore = Bugs.count();
        try (TcpServer server = new TcpServer(1)) {
            TcpListener port =
                    server.listen(
                            ANY_PORT,
                            ListenerOptions.http(request -> HttpResponse.text(200, request.path()))
                                    .withWebSocket(_ ->
                                            new WebSocketHandler.Upgrade.Accept(null, new Ignore()))
                                    .withStream(GarbageTest::echo)
                                    .with(
                                            new ConnectionLimits(
                                                    10_000, 10_000, Duration.ofSeconds(10))));
            for (int i = 0; i < 150; i++) {
                send(port, input(random), random.nextInt(2) == 0 ? input(random) : new byte[0]);
            }
            Await.until(() -> port.counters().open() == 0);
            try (RawClient sane = new RawClient(port.local())) {
                sane.send(WELL_FORMED[0]);
                assertThat(sane.response()).endsWith("/page");
            }
            assertThat(Bugs.count()).as("bugs with seed %d", seed).isEqualTo(bugsBefore);
        }
    }

    /** A good message with a few bytes changed, doubled or cut, or plain noise. */
    private static byte[] input(RandomSource random) {
        byte[] bytes =
                WELL_FORMED[random.nextInt(WELL_FORMED.length)].getBytes(
                        StandardCharsets.ISO_8859_1);
        if (random.nextInt(5) == 0) {
            random.nextBytes(bytes, 0, bytes.length);
        }
        for (int n = random.nextInt(4); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    }

    private static void send(TcpListener port, byte[] first, byte[] second) throws IOException {
        try (RawClient client = new RawClient(port.local())) {
            client.send(first);
            client.send(second);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(Broken pipe|Connection reset.*)"); // cut already
        }
    }
}
