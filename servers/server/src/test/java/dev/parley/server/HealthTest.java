package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.netty.ListenerOptions;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.turn.RequestWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health} on the port of the metrics says while a server comes and goes. */
@Timeout(60)
class HealthTest {
    @TempDir private Path folder;

    @Test
    void isGoodFromTheLastStepOfAStartToTheFirstOfAnEnd() throws Exception {
        Map<String, List<String>> flags =
                Map.of(
                        "listen", List.of("127.0.0.1"),
                        "stun-port", List.of("0"),
                        "metrics-listen", List.of("127.0.0.1:0"),
                        "data-dir", List.of(folder.toString()));
        try (RelayPart relay =
                RelayPart.of(Configuration.of(Program.TURN, flags, Map.of()), Map.of())) {
            relay.open(
                    List.of(),
                    () -> ListenerOptions.stream(relay.streams()),
                    () -> {
                        throw new IOException("there is no TLS");
                    },
                    RequestWatch.NOBODY,
                    _ -> {});
            assertThat(health(relay)).startsWith("HTTP/1.1 503").contains("starting");
            StringBuilder heard = new StringBuilder();
            Operation operation =
                    relay.operate(
                            List.of(),
                            null,
                            () -> heard.append(health(relay)), // the first thing a drain does
                            relay::close);
            assertThat(health(relay)).startsWith("HTTP/1.1 200").contains("ok");
            operation.beginDrain(Duration.ofSeconds(30));
            operation.ended().join();
            assertThat(heard).startsWith("HTTP/1.1 503").contains("draining");
        }
    }

    private static String health(RelayPart relay) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), relay.port(Endpoint.Kind.METRICS))) {
            socket.getOutputStream()
                    .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
