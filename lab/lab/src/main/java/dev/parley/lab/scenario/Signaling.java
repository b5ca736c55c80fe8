package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries words between people through the server, as a signaling server does: HTTP over TCP,
 * upgraded, and then a line for each message, {@code TO text}. Not encrypted and not in frames, so
 * that a trace can be read.
 */
final class Signaling {
    static final int PORT = 443;

    private static final int MAX_WAITING = 16;
    private static final String GET = "GET /signal/";
    private static final String SWITCHING =
            """
            HTTP/1.1 101 Switching Protocols
            Connection: Upgrade
            Upgrade: websocket

            """;

    private final Stage stage;
    private final Map<String, Stream> members = new HashMap<>(); // the server's ends
    private final Map<String, List<String>> waiting = new HashMap<>(); // for who comes later
    private final Map<String, Consumer<String>> receivers = new HashMap<>();
    private final Map<String, Stream> joined = new HashMap<>(); // the people's ends

    Signaling(Stage stage) {
        this.stage = stage;
    }

    /** Runs the server's side. */
    void serve() {
        stage.server()
                .tcp()
                .listen(PORT, (now, stream) -> new Lines(new Member(stream)::line, end -> {}));
    }

    /**
     * Connects somebody, unless they are connected; what others say to them goes to {@code
     * receiver} from now on.
     *
     * @param topic the first word of a message: each has a receiver of its own
     */
    void join(String name, String topic, Consumer<String> receiver) {
        receivers.put(name + " " + topic, receiver);
        if (joined.containsKey(name)) {
            return;
        }
        Host host = stage.host(name);
        TransportAddress server = stage.serverFor(host, PORT);
        Stream stream =
                host.tcp()
                        .connect(
                                server,
                                new Lines(line -> fromServer(line, name), end -> ended(name, end)));
        joined.put(name, stream);
        Lines.write(
                stream,
                GET
                        + name
                        + " HTTP/1.1\r\nHost: server\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n\r\n");
    }

    private void fromServer(String line, String name) {
        int colon = line.indexOf(':');
        int end = line.indexOf(' ', colon + 2); // of the topic
        if (colon > 0 && end > 0 && line.startsWith("from ")) {
            String topic = line.substring(colon + 2, end);
            Consumer<String> receiver = receivers.get(name + " " + topic);
            if (receiver != null) {
                receiver.accept(line.substring(end + 1));
            }
        }
    }

    private void ended(String name, StreamEnd end) {
        joined.remove(name);
        if (end != StreamEnd.CLOSED) {
            stage.say(name, "The signaling server cannot be reached: " + end);
        }
    }

    /** Says something to somebody who joined. */
    void say(String from, String to, String topic, String text) {
        Stream stream = joined.get(from);
        if (stream != null) { // else it was said that the server cannot be reached
            Lines.write(stream, "to " + to + ": " + topic + " " + text + "\n");
        }
    }

    /** Hands a line over, or keeps it for somebody who is about to join. */
    private void deliver(String to, String line) {
        Stream stream = members.get(to);
        if (stream != null) {
            Lines.write(stream, line);
            return;
        }
        List<String> kept = waiting.computeIfAbsent(to, name -> new ArrayList<>());
        if (kept.size() < MAX_WAITING) {
            kept.add(line);
        }
    }

    /** What the server keeps of a connection. */
    private final class Member {
        private final Stream stream;
        private String name = "";

        Member(Stream stream) {
            this.stream = stream;
        }

        void line(String line) {
            if (line.startsWith(GET)) {
                name = line.substring(GET.length(), line.indexOf(' ', GET.length()));
            } else if (line.isEmpty()) {
                members.put(name, stream);
                Lines.write(stream, SWITCHING.replace("\n", "\r\n"));
                waiting.getOrDefault(name, List.of()).forEach(kept -> Lines.write(stream, kept));
                waiting.remove(name);
            } else if (line.startsWith("to ") && line.indexOf(':') > 0) {
                String to = line.substring(3, line.indexOf(':'));
                deliver(to, "from " + name + line.substring(line.indexOf(':')) + "\n");
            }
        }
    }
}
