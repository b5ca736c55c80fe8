package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol of load balancers, on real sockets. */
final class ProxyHeaderTest {
    private static final TransportAddress ANY_PORT = TransportAddress.parse("127.0.0.1:0");
    private static final List<IpPrefix> LOOPBACK = List.of(IpPrefix.parse("127.0.0.0/8"));
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private final TcpServer server = new TcpServer(1);

    @AfterEach
    void close() {
        server.close(Duration.ZERO);
    }

    /** Says who the client is. */
    private static ListenerOptions options() {
        return ListenerOptions.http(request -> HttpResponse.text(200, request.remote().toString()))
                .withProxies(LOOPBACK);
    }

    private TcpListener listen(ListenerOptions options) throws IOException {
        return server.listen(ANY_PORT, options);
    }

    /** Version 2 of the header. */
    private static byte[] header(int command, int protocol, byte[] rest) {
        byte[] header = new byte[16 + rest.length];
        System.arraycopy(SIGNATURE, 0, header, 0, 12);
        header[12] = (byte) (0x20 | command);
        header[13] = (byte) protocol;
        Bytes.u16(header, 14, rest.length);
        System.arraycopy(rest, 0, header, 16, rest.length);
        return header;
    }

    private static byte[] proxy(String client, int fieldBytes) {
        TransportAddress from = TransportAddress.parse(client);
        byte[] ip = from.ip().toInetAddress().getAddress();
        byte[] rest = new byte[2 * ip.length + 4 + fieldBytes];
        System.arraycopy(ip, 0, rest, 0, ip.length);
        Bytes.u16(rest, 2 * ip.length, from.port());
        Bytes.u16(rest, 2 * ip.length + 2, 443);
        if (fieldBytes > 0) { // one field that a balancer may define for itself
            int at = 2 * ip.length + 4;
            rest[at] = (byte) 0xE0;
            Bytes.u16(rest, at + 1, fieldBytes - 3);
        }
        return header(1, ip.length == 4 ? TCP4 : TCP6, rest);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9:4711", "[2001:db8::9]:4711"})
    void tellsWhoTheClientIs(String client) throws Exception {
        TcpListener listener = listen(options());
        for (int fieldBytes : new int[] {0, 3, 200, 4000}) {
            try (RawClient raw = new RawClient(listener.local())) {
                raw.send(join(proxy(client, fieldBytes), bytes(GET)));
                assertThat(raw.response()).endsWith("\r\n\r\n" + client);
            }
        }
        assertThat(listener.counters().accepted()).isEqualTo(4);
        assertThat(listener.counters().proxyRefused()).isZero();
    }

    @Test
    void takesAHeaderInPieces() throws Exception {
        TcpListener listener = listen(options());
        try (RawClient raw = new RawClient(listener.local())) {
            raw.socket().setTcpNoDelay(true);
            for (byte one : proxy("203.0.113.9:4711", 40)) {
                raw.send(new byte[] {one});
            }
            raw.send(GET);
            assertThat(raw.response()).endsWith("203.0.113.9:4711");
        }
    }

    @Test
    void understandsTheFirstVersionToo() throws Exception {
        TcpListener listener = listen(options());
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send("PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n" + GET);
            assertThat(raw.response()).endsWith("203.0.113.9:4711");
        }
    }

    @Test
    void takesTheBalancersOwnChecks() throws Exception {
        TcpListener listener = listen(options());
        for (byte[] header : List.of(header(0, 0, new byte[0]), header(1, 0, new byte[0]))) {
            try (RawClient raw = new RawClient(listener.local())) {
                raw.send(join(header, bytes(GET)));
                assertThat(raw.response()).contains("\r\n\r\n127.0.0.1:");
            }
        }
    }

    @Test
    void servesTlsBehindTheHeader() throws Exception {
        TestCertificate certificate = TestCertificate.of("proxied", "EC");
        TcpListener listener =
                listen(options().withTls(TlsContext.of(certificate.key(), certificate.chain())));
        SSLContext trusting = certificate.trusting();
        try (Socket plain =
                new Socket(listener.local().ip().toInetAddress(), listener.local().port())) {
            plain.getOutputStream().write(proxy("203.0.113.9:4711", 30));
            try (SSLSocket tls =
                            (SSLSocket)
                                    trusting.getSocketFactory()
                                            .createSocket(plain, "127.0.0.1", 443, true);
                    RawClient raw = new RawClient(tls)) {
                raw.send(GET);
                assertThat(raw.response()).endsWith("203.0.113.9:4711");
            }
        }
    }

    @Test
    void tellsWhoFailedAtTls() throws Exception {
        TestCertificate certificate = TestCertificate.of("proxied", "EC");
        List<TransportAddress> failed = new CopyOnWriteArrayList<>();
        TcpListener listener =
                listen(
                        options()
                                .withTls(TlsContext.of(certificate.key(), certificate.chain()))
                                .withTlsFailures(failed::add));
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send(join(proxy("203.0.113.9:4711", 0), bytes("this is not TLS at all")));
        }
        Await.until(() -> !failed.isEmpty());
        assertThat(failed).containsExactly(TransportAddress.parse("203.0.113.9:4711"));
    }

    @Test
    void limitsTheConnectionsOfTheRealAddress() throws Exception {
        TcpListener listener =
                listen(options().with(new ConnectionLimits(100, 2, Duration.ofSeconds(10))));
        try (RawClient one = new RawClient(listener.local());
                RawClient two = new RawClient(listener.local());
                RawClient three = new RawClient(listener.local());
                RawClient other = new RawClient(listener.local())) {
            for (RawClient raw : List.of(one, two)) {
                raw.send(join(proxy("203.0.113.9:1", 0), bytes(GET)));
                assertThat(raw.response()).endsWith("203.0.113.9:1");
            }
            three.send(join(proxy("203.0.113.9:2", 0), bytes(GET)));
            assertThat(three.response()).endsWith("203.0.113.9:2");
            assertThat(one.isEnd()).as("the first of that address").isTrue();
            other.send(join(proxy("203.0.113.10:1", 0), bytes(GET)));
            assertThat(other.response()).endsWith("203.0.113.10:1");
        }
        assertThat(listener.counters().displaced()).isEqualTo(1);
        Await.until(() -> listener.counters().open() == 0);
    }

    @Test
    void closesWhoSaysSomethingElse() throws Exception {
        TcpListener listener = listen(options());
        byte[] good = proxy("203.0.113.9:4711", 0);
        byte[] datagrams = good.clone();
        datagrams[13] = 0x12;
        byte[] version3 = good.clone();
        version3[12] = 0x31;
        byte[] command = good.clone();
        command[12] = 0x2F;
        byte[] tooShort = header(1, TCP4, new byte[11]);
        byte[] tooLong = proxy("203.0.113.9:4711", 60_000);
        byte[] unix = header(1, 0x31, new byte[216]);
        List<byte[]> bad =
                List.of(
                        bytes(GET),
                        bytes("PROXY TCP4 here there 1 2\r\n" + GET),
                        datagrams,
                        version3,
                        command,
                        tooShort,
                        tooLong,
                        unix);
        for (int i = 0; i < bad.size(); i++) {
            try (RawClient raw = new RawClient(listener.local())) {
                raw.send(join(bad.get(i), bytes(GET)));
                assertThat(raw.isEnd()).as("header %d", i).isTrue();
            }
            long counted = i + 1L;
            Await.until(() -> listener.counters().proxyRefused() == counted);
        }
        assertThat(listener.counters().httpRequests()).isZero();
    }

    @Test
    void survivesGarbage() throws Exception {
        long seed = 20_261;
        RandomSource random = RandomSource.seeded(seed);
        TcpListener listener =
                listen(options().with(new ConnectionLimits(100, 100, Duration.ofMillis(50))));
        for (int i = 0; i < 200; i++) {
            byte[] header = join(proxy("203.0.113.9:4711", 3 + random.nextInt(40)), bytes(GET));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try (RawClient raw = new RawClient(listener.local())) {
                raw.send(header);
                raw.socket().shutdownOutput();
                for (boolean end = false; !end; ) { // an answer is as good as none
                    end = raw.isEnd();
                }
            }
        }
        Await.until(() -> listener.counters().open() == 0);
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send(join(proxy("203.0.113.9:4711", 0), bytes(GET)));
            assertThat(raw.response()).as("seed %d", seed).endsWith("203.0.113.9:4711");
        }
    }

    @Test
    void doesNotWaitForLong() throws Exception {
        TcpListener listener =
                listen(options().with(new ConnectionLimits(100, 100, Duration.ofMillis(100))));
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send(SIGNATURE);
            assertThat(raw.isEnd()).isTrue();
        }
        Await.until(() -> listener.counters().proxyRefused() == 1);
    }

    @Test
    void believesNobodyElse() throws Exception {
        TcpListener listener =
                listen(options().withProxies(List.of(IpPrefix.parse("192.0.2.0/24"))));
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send(GET);
            assertThat(raw.response()).contains("\r\n\r\n127.0.0.1:");
        }
        try (RawClient raw = new RawClient(listener.local())) {
            raw.send(join(proxy("203.0.113.9:4711", 0), bytes(GET)));
            assertThat(raw.isEnd()).isTrue();
        }
        assertThat(listener.counters().unknown()).isEqualTo(1);
    }
}
