package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.TransportAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several addresses to listen on, of both families, and clients behind a load balancer. */
class ListeningAddressesTest {
    private static final int WAIT_MILLIS = 10_000;

    @TempDir private Path folder;

    private ParleyServer start(Map<String, List<String>> flags) throws Exception {
        Map<String, List<String>> all =
                new HashMap<>(
                        Map.of(
                                "http-port", List.of("0"),
                                "https-port", List.of("0"),
                                "stun-port", List.of("0"),
                                "turns-port", List.of("0"),
                                "metrics-listen", List.of("off"),
                                "data-dir", List.of(folder.toString())));
        all.putAll(flags);
        return ParleyServer.start(Configuration.of(all, Map.of()), Map.of());
    }

    private static byte[] binding() {
        byte[] buf = new byte[64];
        StunWriter writer = new StunWriter().wrap(buf, 0, buf.length);
        int length =
                writer.begin(StunClass.REQUEST, StunMethod.BINDING, new TransactionId(1, 2))
                        .finish();
        return Arrays.copyOf(buf, length);
    }

    private static String mapped(byte[] answer) {
        StunReader reader = new StunReader();
        assertThat(reader.parse(answer, 0, answer.length)).isEqualTo(ParseResult.OK);
        return String.valueOf(reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS));
    }

    private static byte[] readMessage(Socket socket) throws IOException {
        socket.setSoTimeout(WAIT_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = in.readNBytes(20);
        byte[] message = Arrays.copyOf(header, 20 + ((header[2] & 0xFF) << 8 | (header[3] & 0xFF)));
        in.readFully(message, 20, message.length - 20);
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void answersOnEveryAddressAndFromTheOneThatWasAsked(int threads) throws Exception {
        assumeTrue(threads == 1 || System.getProperty("os.name").equals("Linux"), "takes Linux");
        List<String> listen =
                hasIpv6()
                        ? List.of("127.0.0.1", "127.0.0.3", "::1")
                        : List.of("127.0.0.1", "127.0.0.3");
        try (ParleyServer server =
                start(Map.of("listen", listen, "relay-threads", List.of("" + threads)))) {
            int port = server.port(Endpoint.Kind.STUN_UDP);
            for (String address : listen) {
                InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(address), port);
                for (int i = 0; i < 8; i++) { // some for each thread
                    try (DatagramSocket socket = new DatagramSocket(0, at.getAddress())) {
                        socket.setSoTimeout(WAIT_MILLIS);
                        socket.send(new DatagramPacket(binding(), 20, at));
                        DatagramPacket answer = new DatagramPacket(new byte[512], 512);
                        socket.receive(answer);
                        assertThat(answer.getSocketAddress()).isEqualTo(at);
                        assertThat(mapped(Arrays.copyOf(answer.getData(), answer.getLength())))
                                .isEqualTo(
                                        TransportAddress.of(
                                                        (InetSocketAddress)
                                                                socket.getLocalSocketAddress())
                                                .toString());
                    }
                }
                try (Socket socket = new Socket(at.getAddress(), port)) {
                    socket.getOutputStream().write(binding());
                    assertThat(mapped(readMessage(socket)))
                            .isEqualTo(
                                    TransportAddress.of(
                                                    (InetSocketAddress)
                                                            socket.getLocalSocketAddress())
                                            .toString());
                }
            }
        }
    }

    @Test
    void allOfIpv4IsNothingOfIpv6() throws Exception {
        assumeTrue(hasIpv6(), "takes IPv6");
        Map<String, List<String>> flags =
                Map.of(
                        "listen", List.of("0.0.0.0", "127.0.0.1"),
                        "metrics-listen", List.of("0.0.0.0:0"),
                        "admin-listen", List.of("127.0.0.1:0"));
        try (ParleyServer server = start(flags)) {
            for (Endpoint endpoint : server.endpoints()) {
                assertThat(endpoint.address().ip().v6()).as("%s", endpoint).isFalse();
                if (endpoint.kind() != Endpoint.Kind.STUN_UDP) {
                    int port = endpoint.address().port();
                    assertThat(accepts("127.0.0.1", port)).as("%s", endpoint).isTrue();
                    assertThat(accepts("::1", port)).as("%s by IPv6", endpoint).isFalse();
                }
            }
            assertThat(server.endpoints())
                    .contains(
                            new Endpoint(
                                    Endpoint.Kind.STUN_UDP,
                                    TransportAddress.parse(
                                            "127.0.0.1:" + server.port(Endpoint.Kind.STUN_UDP))));
            assertThat(server.links()).noneMatch(link -> link.url().contains("["));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::", "0.0.0.0 ::", "0.0.0.0 ::1"})
    void bothFamiliesAreListenedOnWhereBothAreMeant(String listen) throws Exception {
        assumeTrue(hasIpv6(), "takes IPv6");
        List<String> addresses = listen.isEmpty() ? List.of() : List.of(listen.split(" "));
        try (ParleyServer server = start(Map.of("listen", addresses))) {
            for (Endpoint.Kind kind :
                    List.of(
                            Endpoint.Kind.HTTP,
                            Endpoint.Kind.HTTPS,
                            Endpoint.Kind.STUN_TCP,
                            Endpoint.Kind.TURNS)) {
                assertThat(accepts("127.0.0.1", server.port(kind))).as("%s", kind).isTrue();
                assertThat(accepts("::1", server.port(kind))).as("%s", kind).isTrue();
            }
            assertThat(server.endpoints())
                    .filteredOn(endpoint -> endpoint.kind() == Endpoint.Kind.STUN_UDP)
                    .extracting(endpoint -> endpoint.address().ip().toString())
                    .contains("127.0.0.1", "::1");
        }
    }

    private static boolean accepts(String address, int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral(address), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void takesTheAddressOfAClientFromTheBalancer() throws Exception {
        try (ParleyServer server =
                start(
                        Map.of(
                                "listen",
                                List.of("127.0.0.1"),
                                "proxy-from",
                                List.of("127.0.0.0/8")))) {
            for (String client : List.of("203.0.113.9", "203.0.113.10")) {
                try (Socket socket =
                        new Socket(
                                InetAddress.ofLiteral("127.0.0.1"),
                                server.port(Endpoint.Kind.STUN_TCP))) {
                    String header = "PROXY TCP4 " + client + " 192.0.2.1 4711 3478\r\n";
                    socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(binding());
                    assertThat(mapped(readMessage(socket))).isEqualTo(client + ":4711");
                }
            }
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
