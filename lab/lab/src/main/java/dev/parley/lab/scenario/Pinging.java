package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Packet;
import dev.parley.internet.UdpSocket;
import java.nio.charset.StandardCharsets;

/** Sends numbered datagrams, one every half second, and says which came back. */
final class Pinging {
    /** Where machines answer. */
    static final int PORT = 7;

    private static final String PING = "ping";
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
        to = stage.endpoint(host, ping.to(), PORT);
    }

    /** The socket stays open: what others send there later is answered. */
    void begin() {
        UdpSocket socket =
                host.open(
                        new TransportAddress(host.address(to.ip().v6()), ping.fromPort()),
                        (now, open, packet) -> arrived(open, packet));
        stage.say(ping.from(), host.name() + " sends to " + to);
        for (int i = 0; i < ping.count(); i++) {
            byte[] text = (PING + " " + (i + 1)).getBytes(StandardCharsets.UTF_8);
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
        String text = text(packet);
        if (source.equals(to) && !text.startsWith(PING)) {
            answered = true;
            stage.say(ping.from(), source + " answers: " + text);
        } else {
            stage.say(ping.from(), "A packet from " + source + " comes in: " + text);
        }
        answer(socket, packet);
    }

    /** Answers pings on a machine, whoever they come from. */
    static void serve(Host host) {
        host.addresses()
                .forEach(address ->
                        host.open(
                                new TransportAddress(address, PORT),
                                (now, socket, packet) -> answer(socket, packet)));
    }

    private static void answer(UdpSocket socket, Packet packet) {
        String text = text(packet);
        if (text.startsWith(PING)) {
            socket.send(
                    packet.source(), text.replace(PING, "pong").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(Packet packet) {
        return new String(packet.payload, 0, packet.length, StandardCharsets.UTF_8);
    }
}
