package dev.parley.internet.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.tcp.Dialer;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.Talker;
import dev.parley.internet.tcp.TlsShape;
import dev.parley.internet.topology.Topologies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ana's office lets only its proxy out, and that only to ports 80 and 443. */
class HttpProxyTest {
    private static final TransportAddress SERVER = TransportAddress.parse("203.0.113.10:443");
    private static final long SECOND = 1_000_000_000;

    private final Internet internet =
            Internet.of(Topologies.named("office-proxy").orElseThrow(), 1);
    private final Host ana = internet.host("ana");
    private final Host server = internet.host("server");
    private final HttpProxy proxy = HttpProxy.on(internet.host("proxy"));
    private final Dialer through = HttpConnect.through(ana, addressOfProxy());

    private TransportAddress addressOfProxy() {
        IpAddress ip = Objects.requireNonNull(internet.proxyOf(ana));
        return new TransportAddress(ip, HttpProxy.PORT);
    }

    private byte[] random(String what, int length) {
        byte[] bytes = new byte[length];
        internet.random(what).nextBytes(bytes, 0, length);
        return bytes;
    }

    @Test
    void nobodyElseGetsOut() {
        List<DropReason> drops = new ArrayList<>();
        internet.observe(event -> {
            if (event instanceof NetworkEvent.Dropped dropped) {
                drops.add(dropped.reason());
            }
        });
        server.tcp().listen(443, (_, _) -> Talker.silent());
        Talker straight = Talker.silent();
        ana.tcp().connect(SERVER, straight);
        internet.run();
        assertThat(straight.end).isIn(StreamEnd.UNREACHABLE, StreamEnd.TIMED_OUT);
        assertThat(drops).containsOnly(DropReason.PROXY_ONLY);
    }

    @Test
    void throughTheProxyBytesGoBothWays() {
        Talker ofServer = new Talker(random("down", 1_500_000), true);
        Talker ofAna = new Talker(random("up", 700_000), true);
        server.tcp().listen(443, (_, _) -> ofServer);
        through.dial(SERVER, ofAna);
        internet.run();
        assertThat(ofServer.heard.toByteArray()).isEqualTo(random("up", 700_000));
        assertThat(ofAna.heard.toByteArray()).isEqualTo(random("down", 1_500_000));
        assertThat(ofServer.stream().remote().ip()).hasToString("198.51.100.77");
        assertThat(ofAna.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ofServer.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(proxy.clients()).isZero();
    }

    @Test
    void aSlowReaderSlowsTheSenderAndNothingIsLost() {
        Talker ofServer = new Talker(random("down", 5_000_000), true);
        Talker ofAna = Talker.silent();
        server.tcp().listen(443, (_, _) -> ofServer);
        through.dial(SERVER, ofAna);
        internet.runUntil(200_000_000);
        ofAna.stream().pause();
        internet.runUntil(30 * SECOND);
        assertThat(ofServer.closedAt).as("what is between them does not take it all").isNegative();
        assertThat(ofAna.heard.size()).isLessThan(1_500_000);
        ofAna.stream().resume();
        internet.run();
        assertThat(ofAna.heard.toByteArray()).isEqualTo(random("down", 5_000_000));
    }

    @Test
    void tlsGoesThroughIt() {
        Talker ofServer = new Talker("welcome", true);
        Talker ofAna = new Talker("it is me", true);
        server.tcp().listen(443, TlsShape.server(internet, (_, _) -> ofServer));
        through.dial(SERVER, TlsShape.client(internet, ofAna));
        internet.run();
        assertThat(ofServer.text()).isEqualTo("it is me");
        assertThat(ofAna.text()).isEqualTo("welcome");
    }

    @Test
    void aResetIsPassedOnEitherWay() {
        Talker ofServer = Talker.silent();
        Talker ofAna = Talker.silent();
        server.tcp().listen(443, (_, _) -> ofServer);
        through.dial(SERVER, ofAna);
        internet.runUntil(SECOND);
        ofServer.stream().abort();
        internet.run();
        assertThat(ofAna.end).isEqualTo(StreamEnd.RESET);
        Talker second = Talker.silent();
        through.dial(SERVER, second);
        internet.runUntil(internet.now() + SECOND);
        second.stream().abort();
        internet.run();
        assertThat(ofServer.end).isEqualTo(StreamEnd.RESET);
        assertThat(proxy.clients()).isZero();
    }

    @Test
    void whatTheProxyCannotReachIsRefused() {
        Talker closedPort = Talker.silent();
        through.dial(SERVER, closedPort);
        Talker wrongPort = Talker.silent();
        through.dial(TransportAddress.parse("203.0.113.10:22"), wrongPort);
        Talker noIpv6 = Talker.silent();
        through.dial(TransportAddress.parse("[2001:db8:ffff::10]:443"), noIpv6);
        internet.run();
        assertThat(closedPort.end).isEqualTo(StreamEnd.REFUSED);
        assertThat(wrongPort.end).isIn(StreamEnd.REFUSED, StreamEnd.TIMED_OUT);
        assertThat(noIpv6.end).isEqualTo(StreamEnd.REFUSED);
        assertThat(closedPort.notes).containsExactly("closed");
        assertThat(proxy.clients()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    CONNECT server:443 HTTP/1.1, 200
                    CONNECT 203.0.113.10:443 HTTP/1.0, 200
                    CONNECT nobody:443 HTTP/1.1, 502
                    CONNECT ben:443 HTTP/1.1, 502
                    CONNECT server:0 HTTP/1.1, 400
                    CONNECT server HTTP/1.1, 400
                    CONNECT server:443, 400
                    GET http://server/ HTTP/1.1, 405
                    nonsense, 405
                    """)
    void requestsAreAnswered(String line, String status) {
        server.tcp().listen(443, (_, _) -> Talker.silent());
        Talker asking = new Talker(line + "\r\nHost: whatever\r\n\r\n", false);
        ana.tcp().connect(addressOfProxy(), asking);
        internet.runUntil(10 * SECOND);
        assertThat(asking.text()).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void aRequestMayComeInPiecesAndWithBytesBehindIt() {
        Talker ofServer = Talker.silent();
        server.tcp().listen(443, (_, _) -> ofServer);
        Talker asking = Talker.silent();
        ana.tcp().connect(addressOfProxy(), asking);
        internet.runUntil(SECOND);
        String request = "CONNECT server:443 HTTP/1.1\r\n\r\nand at once the first words";
        for (int i = 0; i < request.length(); i += 3) {
            String piece = request.substring(i, Math.min(i + 3, request.length()));
            internet.after(
                    i * 1_000_000L,
                    () -> asking.stream().write(piece.getBytes(StandardCharsets.UTF_8)));
        }
        internet.runUntil(5 * SECOND);
        assertThat(ofServer.text()).isEqualTo("and at once the first words");
    }

    @Test
    void aRequestWithoutEndIsRefused() {
        Talker asking =
                new Talker("CONNECT server:443 HTTP/1.1\r\n" + "X: y\r\n".repeat(5000), false);
        ana.tcp().connect(addressOfProxy(), asking);
        internet.runUntil(10 * SECOND);
        assertThat(asking.text()).startsWith("HTTP/1.1 431 ");
        assertThat(proxy.clients()).isZero();
    }
}
