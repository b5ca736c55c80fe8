package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.UdpSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries words between people through the server, as a signaling server does. What is said is
 * {@code TO text}; the first message of somebody is {@code join NAME}.
 */
final class Signaling {
    private static final int PORT = 443;

    private final Stage stage;
    private final Map<String, TransportAddress> members = new HashMap<>();
    private final Map<String, UdpSocket> sockets = new HashMap<>();

    Signaling(Stage stage) {
        this.stage = stage;
    }

    /** Runs the server's side. */
    void serve() {
        Host server = stage.server();
        server.addresses()
                .forEach(address ->
                        server.open(
                                new TransportAddress(address, PORT),
                                (now, socket, packet) -> {
                                    String text = text(packet.payload, packet.length);
                                    int space = text.indexOf(' ');
                                    String word = text.substring(0, space);
                                    String rest = text.substring(space + 1);
                                    TransportAddress to = members.get(word);
                                    if (word.equals("join")) {
                                        members.put(rest, packet.source());
                                    } else if (to != null) {
                                        socket.send(to, bytes(rest));
                                    }
                                }));
    }

    /** Connects somebody; what others say to them goes to {@code receiver}. */
    void join(String name, Consumer<String> receiver) {
        Host host = stage.host(name);
        UdpSocket socket =
                host.open(
                        0,
                        (now, open, packet) ->
                                receiver.accept(text(packet.payload, packet.length)));
        sockets.put(name, socket);
        socket.send(stage.serverFor(host, PORT), bytes("join " + name));
    }

    /** Says something to somebody who joined. */
    void say(String from, String to, String text) {
        UdpSocket socket = sockets.get(from);
        if (socket == null) {
            throw new IllegalStateException(from + " has not joined");
        }
        socket.send(stage.serverFor(stage.host(from), PORT), bytes(to + " " + text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] payload, int length) {
        return new String(payload, 0, length, StandardCharsets.UTF_8);
    }
}
