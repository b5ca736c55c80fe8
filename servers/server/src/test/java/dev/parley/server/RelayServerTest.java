package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.RandomSource;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RelayServerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir private Path folder;
    private @Nullable RelayServer running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void answersOverUdpAndTcpOnOnePort() throws Exception {
        RelayServer server = start(Map.of());
        int port = server.port(Endpoint.Kind.STUN_UDP);
        assertThat(server.port(Endpoint.Kind.STUN_TCP)).isEqualTo(port);
        byte[] request = binding();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(request, request.length, LOOPBACK, port));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            socket.receive(answer);
            assertThat(answer.getData()[0]).isEqualTo((byte) 1);
        }
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void opensNothingElse() throws Exception {
        RelayServer server = start(Map.of());
        assertThat(server.endpoints())
                .extracting(Endpoint::kind)
                .containsOnly(Endpoint.Kind.STUN_TCP, Endpoint.Kind.STUN_UDP);
        assertThat(server.notes()).anySatisfy(note -> assertThat(note).contains("TLS is off"));
    }

    @Test
    void tellsMetricsAndHealth() throws Exception {
        RelayServer server = start(Map.of("metrics-listen", "127.0.0.1:0"));
        int port = server.port(Endpoint.Kind.METRICS);
        assertThat(get(port, "/metrics")).contains("200 OK").contains("parley_turn_allocations");
        assertThat(get(port, "/health")).contains("200 OK").contains("ok");
        assertThat(get(port, "/")).contains("404");
    }

    @Test
    void aFixedPortThatIsTakenLeavesNothingOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(Map.of("stun-port", Integer.toString(port))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("--stun-port: TCP port " + port);
            try (DatagramSocket free = new DatagramSocket(port, LOOPBACK)) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @Test
    void whatItIssuesIsForItself() throws Exception {
        RelayServer server = start(Map.of("external-address", "192.0.2.7"));
        IceServers servers = server.iceServers(Duration.ofHours(1), "a\"b");
        int port = server.port(Endpoint.Kind.STUN_UDP);
        assertThat(servers.urls())
                .containsExactly(
                        "turn:192.0.2.7:" + port + "?transport=udp",
                        "turn:192.0.2.7:" + port + "?transport=tcp");
        assertThat(servers.json()).contains("a\\\"b\"").contains(servers.credential());
        assertThat(servers.toString()).doesNotContain(servers.credential());
        IceServers same =
                IceServers.issue(
                        configuration(Map.of()), Map.of(), "turn.test", Duration.ofDays(1), "ann");
        assertThat(same.username()).endsWith(":ann");
    }

    @Test
    void whatStandsInTheFileIsNamedAsThere() throws Exception {
        Path file = Files.writeString(folder.resolve("parley.toml"), "relay-address = '192.0.2.9'");
        assertThatThrownBy(() -> start(Map.of("config", file.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "relay-address in " + file + ": this machine has no address 192.0.2.9");
        assertThatThrownBy(() -> start(Map.of("relay-address", "192.0.2.9")))
                .hasMessageStartingWith("--relay-address: this machine has no address");
    }

    @Test
    void refusesWhatBelongsToServe() {
        for (String name : List.of("http-port", "room-capacity", "qr", "turn-server")) {
            assertThatThrownBy(() -> configuration(Map.of(name, "1")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("--" + name + " belongs to parley serve");
        }
        assertThatThrownBy(() -> configuration(Map.of("stun-port", "off")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nothing to serve");
    }

    @Test
    void aPortOfThePageIsFreeForTheRelay() throws Exception {
        assertThat(configuration(Map.of("stun-port", "8080"))).isNotNull();
    }

    private RelayServer start(Map<String, String> more) throws Exception {
        RelayServer server = RelayServer.start(configuration(more), Map.of());
        running = server;
        return server;
    }

    private Configuration configuration(Map<String, String> more) throws Exception {
        Map<String, List<String>> all = new HashMap<>();
        all.put("listen", List.of("127.0.0.1"));
        all.put("stun-port", List.of("0"));
        all.put("metrics-listen", List.of("off"));
        all.put("data-dir", List.of(folder.toString()));
        more.forEach((name, value) -> all.put(name, List.of(value)));
        return Configuration.of(Program.TURN, all, Map.of());
    }

    private static byte[] binding() {
        byte[] bytes = new byte[64];
        int length =
                new StunWriter()
                        .wrap(bytes, 0, bytes.length)
                        .begin(
                                StunClass.REQUEST,
                                StunMethod.BINDING,
                                TransactionId.random(RandomSource.seeded(1)))
                        .finish();
        return Arrays.copyOf(bytes, length);
    }

    private static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
