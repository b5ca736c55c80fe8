package dev.parley.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.Endpoint;
import dev.parley.server.ParleyServer;
import dev.parley.server.settings.Configuration;
import dev.parley.server.state.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AdminClientTest {
    @TempDir private Path folder;

    private Configuration configuration(Map<String, String> further) throws Exception {
        Map<String, List<String>> flags = new HashMap<>();
        for (String port : List.of("http-port", "https-port", "stun-port")) {
            flags.put(port, List.of("0"));
        }
        flags.put("listen", List.of("127.0.0.1"));
        flags.put("turns-port", List.of("off"));
        flags.put("metrics-listen", List.of("off"));
        flags.put("data-dir", List.of(folder.toString()));
        further.forEach((name, value) -> flags.put(name, List.of(value)));
        return Configuration.of(flags, Map.of());
    }

    private AdminClient client() throws Exception {
        Configuration reading = configuration(Map.of());
        return AdminClient.of(reading, DataDirectory.named(reading, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "127.0.0.2:0"})
    void asksOverTlsWhereOthersReachItToo(String listen) throws Exception {
        Map<String, String> settings = Map.of("admin-listen", listen, "admin-remote", "on");
        try (ParleyServer server = ParleyServer.start(configuration(settings), Map.of())) {
            boolean remote = listen.startsWith("0");
            String url = Files.readString(folder.resolve(AdminClient.URL_FILE)).strip();
            assertThat(url)
                    .isEqualTo(
                            (remote ? "https://127.0.0.1:" : "http://127.0.0.2:")
                                    + server.port(Endpoint.Kind.ADMIN)
                                    + "/admin");
            assertThat(client().ask("GET", "/relay").json()).containsKey("allocations");
            if (remote) {
                assertThat(plainly(server.port(Endpoint.Kind.ADMIN)))
                        .as("without TLS")
                        .doesNotContain("HTTP");
            }
        }
    }

    private static String plainly(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET /admin HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).replaceAll("[^\\w/]", "");
        }
    }

    @Test
    void saysWhatToDoWhenThereIsNoServer() {
        assertThatThrownBy(this::client)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--admin-listen")
                .hasMessageContaining("--data-dir");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "here", "http://", "http://127.0.0.1:1/ad min", "ftp://127.0.0.1/"})
    void saysWhichFileIsDamaged(String url) throws Exception {
        Files.writeString(folder.resolve(AdminClient.URL_FILE), url);
        Files.writeString(folder.resolve("admin-token"), "something");
        assertThatThrownBy(this::client)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin-url is damaged");
    }

    @Test
    void saysWhereATokenCanComeFrom() throws Exception {
        Files.writeString(folder.resolve(AdminClient.URL_FILE), "http://127.0.0.1:1/admin");
        assertThatThrownBy(this::client)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no token")
                .hasMessageContaining("--config");
    }
}
