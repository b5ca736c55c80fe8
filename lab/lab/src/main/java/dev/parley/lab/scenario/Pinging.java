package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Packet;
import dev.parley.internet.UdpSocket;
import java.nio.charset.StandardCharsets;

/** Sends numbered datagrams, one every half second, and says which came back. */
final class Pinging {
    private static final long INTERVAL_NANOS = 500_000_000L;
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Stage stage;
    private final Traffic.Ping ping;
    private final Host host;
    private final TransportAddress to;
    private boolean answered;

    Pinging(Stage stage, Traffic.Ping ping) {
        this.stage = stage;
        this.ping = ping;
        host = stage.host(ping.from());
        to = stage.endpoint(host, ping.to(), Services.ECHO_PORT);
    }

    /** The socket stays open: what others send there later is answered. */
    void begin() {
        UdpSocket socket =
                host.open(
                        new TransportAddress(host.address(to.ip().v6()), ping.fromPort()),
                        (now, open, packet) -> arrived(open, packet));
        stage.say(ping.from(), host.name() + " sends to " + to);
        for (int i = 0; i < ping.count(); i++) {
            byte[] text = ("ping " + (i + 1)).getBytes(StandardCharsets.UTF_8);
            stage.internet().after(i * INTERVAL_NANOS, () -> socket.send(to, text));
        }
        stage.internet()
                .after(
                        (ping.count() - 1) * INTERVAL_NANOS + PATIENCE_NANOS,
                        () -> {
                            if (!answered) {
                                stage.say(ping.from(), "No answer from " + to);
                            }
                        });
    }

    private void arrived(UdpSocket socket, Packet packet) {
        TransportAddress source = packet.source();
        String text = new String(packet.payload, 0, packet.length, StandardCharsets.UTF_8);
        if (source.equals(to)) {
            answered = true;
            stage.say(ping.from(), source + " answers: " + text);
        } else {
            stage.say(ping.from(), "A packet from " + source + " comes in: " + text);
        }
        if (text.startsWith("ping")) {
            socket.send(source, text.replace("ping", "pong").getBytes(StandardCharsets.UTF_8));
        }
    }
}
