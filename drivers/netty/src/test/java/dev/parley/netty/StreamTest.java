package dev.parley.netty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams, and how a port tells them from HTTP. */
final class StreamTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    // A Binding request without attributes (RFC 8489).
    private static final byte[] STUN = {
        0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    private final TcpServer server = new TcpServer(1);
    private final BlockingQueue<StreamConnection> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        server.close();
    }

    /** Echoes, and tells what happened. */
    private StreamListener echo(StreamConnection connection) {
        opened.add(connection);
        return new StreamListener() {
            @Override
            public void bytes(byte[] buf, int off, int len) {
                connection.write(buf, off, len);
            }

            @Override
            public void closed() {
                events.add("closed");
            }
        };
    }

    private static HttpResponse page(dev.parley.netty.HttpRequest request) {
        return HttpResponse.text(200, "page over " + (request.secure() ? "TLS" : "TCP"));
    }

    private TcpListener listen(ListenerOptions options) throws IOException {
        return server.listen(ANY_PORT, options);
    }

    private StreamConnection connection() throws InterruptedException {
        StreamConnection connection = opened.poll(10, SECONDS);
        assertThat(connection).isNotNull();
        return connection;
    }

    @Test
    void carriesTurnAndThePageOnOnePort() throws Exception {
        TcpListener port = listen(ListenerOptions.http(StreamTest::page).withStream(this::echo));
        try (RawClient turn = new RawClient(port.local());
                RawClient browser = new RawClient(port.local())) {
            turn.send(STUN);
            assertThat(turn.read(STUN.length)).isEqualTo(STUN);
            browser.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(browser.response()).endsWith("page over TCP");
            StreamConnection connection = connection();
            assertThat(connection.transport()).isEqualTo(Transport.TCP);
            assertThat(connection.remote().port()).isEqualTo(turn.socket().getLocalPort());
            assertThat(connection.local()).isEqualTo(port.local());
        }
        assertThat(events.poll(10, SECONDS)).isEqualTo("closed");
        assertThat(port.counters().streams()).isEqualTo(1);
    }

    @Test
    void carriesTurnAndThePageOnOneTlsPort() throws Exception {
        TestCertificate certificate = TestCertificate.of("one", "EC");
        TcpListener port =
                listen(
                        ListenerOptions.http(StreamTest::page)
                                .withStream(this::echo)
                                .withTls(TlsContext.of(certificate.key(), certificate.chain())));
        try (RawClient turn = new RawClient(tls(port, certificate, "TLSv1.3"));
                HttpClient browser =
                        HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
            turn.send(STUN);
            assertThat(turn.read(STUN.length)).isEqualTo(STUN);
            assertThat(((SSLSocket) turn.socket()).getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(connection().transport()).isEqualTo(Transport.TLS);
            assertThat(
                            browser.send(
                                            HttpRequest.newBuilder()
                                                    .uri(
                                                            java.net.URI.create(
                                                                    "https://"
                                                                            + port.local()
                                                                            + "/"))
                                                    .timeout(Duration.ofSeconds(10))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body())
                    .isEqualTo("page over TLS");
        }
        try (RawClient older = new RawClient(tls(port, certificate, "TLSv1.2"))) {
            older.send(STUN);
            assertThat(older.read(STUN.length)).isEqualTo(STUN);
        }
    }

    @Test
    void sendsEachMessageInATlsRecordOfItsOwn() throws Exception {
        TestCertificate certificate = TestCertificate.of("one", "EC");
        TcpListener port =
                listen(
                        ListenerOptions.http(StreamTest::page)
                                .withStream(StreamTest::threefold)
                                .withTls(TlsContext.of(certificate.key(), certificate.chain())));
        try (RawClient turn = new RawClient(tls(port, certificate, "TLSv1.3"))) {
            turn.send(STUN);
            for (int i = 0; i < 3; i++) {
                // The JDK's TLS gives what one record holds, however much is asked for.
                byte[] record = new byte[1000];
                assertThat(turn.socket().getInputStream().read(record)).isEqualTo(STUN.length);
            }
        }
    }

    /** Answers every input with three copies, so that the later ones wait for the first. */
    private static StreamListener threefold(StreamConnection connection) {
        return new StreamListener() {
            @Override
            public void bytes(byte[] buf, int off, int len) {
                for (int i = 0; i < 3; i++) {
                    connection.write(buf, off, len);
                }
            }

            @Override
            public void closed() {}
        };
    }

    private static Socket tls(TcpListener port, TestCertificate certificate, String version)
            throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        certificate
                                .trusting()
                                .getSocketFactory()
                                .createSocket(
                                        port.local().ip().toInetAddress(), port.local().port());
        socket.setEnabledProtocols(new String[] {version});
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        TestCertificate one = TestCertificate.of("one", "EC");
        TestCertificate two = TestCertificate.of("rsa", "RSA");
        assertThatThrownBy(() -> TlsContext.of(one.key(), two.chain()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void showsTheNewCertificateOnceItWasReplaced() throws Exception {
        TestCertificate first = TestCertificate.of("one", "EC");
        TestCertificate second = TestCertificate.of("rsa", "RSA");
        TlsContext context = TlsContext.of(first.key(), first.chain());
        TcpListener port = listen(ListenerOptions.http(StreamTest::page).withTls(context));
        try (Socket before = tls(port, first, "TLSv1.3")) {
            context.replaceBy(second.key(), second.chain());
            try (Socket after = tls(port, second, "TLSv1.3")) {
                X509Certificate shown =
                        (X509Certificate) ((SSLSocket) after).getSession().getPeerCertificates()[0];
                assertThat(shown).isEqualTo(second.certificate());
            }
            RawClient client = new RawClient(before);
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.response()).endsWith("page over TLS");
        }
    }

    @Test
    void refusesWhatIsNeither() throws Exception {
        TcpListener both = listen(ListenerOptions.http(StreamTest::page).withStream(this::echo));
        TcpListener turnOnly = listen(ListenerOptions.stream(this::echo));
        TcpListener httpOnly = listen(ListenerOptions.http(StreamTest::page));
        byte[] otherCookie = STUN.clone();
        otherCookie[4]++;
        assertRefused(both, otherCookie);
        assertRefused(both, new byte[] {0x16, 3, 1, 0, 0, 0, 0, 0, 0}); // TLS on a plain port
        assertRefused(both, new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0});
        assertRefused(turnOnly, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertRefused(turnOnly, new byte[] {0x40, 0, 0, 4, 1, 2, 3, 4}); // no allocation yet
        assertRefused(httpOnly, STUN);
        assertThat(both.counters().unknown()).isEqualTo(3);
        assertThat(opened).isEmpty();

        TestCertificate certificate = TestCertificate.of("one", "EC");
        TcpListener tls =
                listen(
                        ListenerOptions.http(StreamTest::page)
                                .withTls(TlsContext.of(certificate.key(), certificate.chain())));
        assertRefused(tls, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Await.until(() -> tls.counters().tlsFailed() == 1);
    }

    private static void assertRefused(TcpListener port, byte[] first) throws IOException {
        try (RawClient client = new RawClient(port.local())) {
            client.send(first);
            assertThat(client.isEnd()).isTrue();
        }
    }

    @Test
    void takesAHeaderThatComesByteForByte() throws Exception {
        TcpListener port = listen(ListenerOptions.http(StreamTest::page).withStream(this::echo));
        try (RawClient turn = new RawClient(port.local())) {
            turn.socket().setTcpNoDelay(true);
            for (byte b : STUN) {
                turn.send(new byte[] {b});
            }
            assertThat(turn.read(STUN.length)).isEqualTo(STUN);
        }
    }

    @Test
    void cutsAClientThatSaysNothing() throws Exception {
        TcpListener port =
                listen(
                        ListenerOptions.stream(this::echo)
                                .with(new ConnectionLimits(10, 10, Duration.ofMillis(200))));
        try (RawClient silent = new RawClient(port.local());
                RawClient half = new RawClient(port.local())) {
            half.send(new byte[] {0, 1, 0});
            assertThat(silent.isEnd()).isTrue();
            assertThat(half.isEnd()).isTrue();
            assertThat(port.counters().timedOut()).isEqualTo(2);
        }
    }

    @Test
    void cutsStrangersThatFallSilentButNotTheTrusted() throws Exception {
        TcpListener port =
                listen(
                        ListenerOptions.stream(this::echo)
                                .with(
                                        new StreamLimits(
                                                10_000,
                                                StreamLimits.Overflow.DROP,
                                                Duration.ofMillis(1500))));
        try (RawClient trusted = new RawClient(port.local());
                RawClient stranger = new RawClient(port.local())) {
            trusted.send(STUN);
            connection().trust();
            stranger.send(STUN);
            assertThat(stranger.read(STUN.length)).isEqualTo(STUN);
            assertThat(stranger.isEnd()).isTrue();
            assertThat(trusted.read(STUN.length)).isEqualTo(STUN);
            trusted.send(STUN);
            assertThat(trusted.read(STUN.length)).isEqualTo(STUN);
        }
    }

    @Test
    void dropsWholeMessagesForASlowReader() throws Exception {
        TcpListener port =
                listen(
                        ListenerOptions.stream(this::echo)
                                .with(
                                        new StreamLimits(
                                                100_000,
                                                StreamLimits.Overflow.DROP,
                                                Duration.ofSeconds(30))));
        try (RawClient client = new RawClient(port.local())) {
            client.send(STUN);
            client.read(STUN.length);
            StreamConnection connection = connection();
            byte[] message = new byte[10_000];
            int taken = 0;
            while (port.counters().streamDropped() == 0) { // the kernel's buffers fill first
                message[0] = (byte) (taken + 1);
                taken += connection.write(message, 0, message.length) ? 1 : 0;
                assertThat(taken).isLessThan(100_000);
            }
            for (int i = 0; i < taken; i++) {
                assertThat(client.read(message.length)[0]).isEqualTo((byte) (i + 1));
            }
        }
    }

    @Test
    void cutsASlowReaderWhenToldSo() throws Exception {
        TcpListener port =
                listen(
                        ListenerOptions.stream(this::echo)
                                .with(
                                        new StreamLimits(
                                                100_000,
                                                StreamLimits.Overflow.CLOSE,
                                                Duration.ofSeconds(30))));
        try (RawClient client = new RawClient(port.local())) {
            client.send(STUN);
            StreamConnection connection = connection();
            byte[] message = new byte[10_000];
            Await.until(() -> !connection.write(message, 0, message.length));
            assertThat(events.poll(10, SECONDS)).isEqualTo("closed");
            assertThat(port.counters().slowClosed()).isEqualTo(1);
        }
    }

    @Test
    void slowsTheSenderWhilePaused() throws Exception {
        TcpListener port = listen(ListenerOptions.stream(this::echo));
        try (RawClient client = new RawClient(port.local())) {
            client.send(STUN);
            client.read(STUN.length);
            StreamConnection connection = connection();
            connection.pause();
            connection.write(new byte[] {1}, 0, 1); // answered after the pause took effect
            client.read(1);
            client.send(STUN);
            client.socket().setSoTimeout(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.read(1))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            client.socket().setSoTimeout(10_000);
            connection.resume();
            assertThat(client.read(STUN.length)).isEqualTo(STUN);
        }
    }

    @Test
    void sendsWhatIsQueuedBeforeItCloses() throws Exception {
        TcpListener port = listen(ListenerOptions.stream(this::echo));
        try (RawClient client = new RawClient(port.local())) {
            client.send(STUN);
            client.read(STUN.length);
            StreamConnection connection = connection();
            for (int i = 0; i < 50; i++) {
                connection.write(STUN, 0, STUN.length);
            }
            connection.close();
            connection.close();
            assertThat(connection.write(STUN, 0, 1)).isFalse();
            client.read(50 * STUN.length);
            assertThat(client.isEnd()).isTrue();
            assertThat(events.poll(10, SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void endsEveryConnectionWhenTheServerCloses() throws Exception {
        TcpListener port = listen(ListenerOptions.http(StreamTest::page).withStream(this::echo));
        try (RawClient turn = new RawClient(port.local());
                RawClient browser = new RawClient(port.local());
                RawClient silent = new RawClient(port.local())) {
            turn.send(STUN);
            turn.read(STUN.length);
            browser.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            browser.response();
            Await.until(() -> port.counters().open() == 3);
            server.close();
            assertThat(turn.isEnd()).isTrue();
            assertThat(browser.isEnd()).isTrue();
            assertThat(silent.isEnd()).isTrue();
            assertThat(port.counters().open()).isZero();
        }
    }
}
