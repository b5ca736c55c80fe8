package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamEnd;

/** Fetches a page by HTTP over TCP, and says how that went. */
final class Fetching {
    static final int HTTP_PORT = 80;

    private final Stage stage;
    private final Traffic.Fetch fetch;
    private final Host host;
    private final long began;
    private boolean answered;

    Fetching(Stage stage, Traffic.Fetch fetch) {
        this.stage = stage;
        this.fetch = fetch;
        host = stage.host(fetch.from());
        began = stage.internet().now();
    }

    /** Serves a page on a machine. */
    static void serve(Host host) {
        host.tcp()
                .listen(
                        HTTP_PORT,
                        (now, stream) ->
                                new Lines(
                                        line -> {
                                            if (line.isEmpty()) {
                                                answer(host, stream);
                                            }
                                        },
                                        end -> {}));
    }

    private static void answer(Host host, Stream stream) {
        String page = "<!doctype html><title>Hello</title><p>Hello from " + host.name() + "</p>\n";
        Lines.write(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                        + page.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + page);
        stream.close();
    }

    void begin() {
        TransportAddress to = stage.endpoint(host, fetch.to(), HTTP_PORT);
        stage.say(fetch.from(), host.name() + " opens http://" + fetch.to() + "/");
        Stream stream = host.tcp().connect(to, new Lines(this::line, this::ended));
        Lines.write(stream, "GET / HTTP/1.1\r\nHost: " + fetch.to() + "\r\n\r\n");
    }

    private void line(String line) {
        if (!answered && line.startsWith("HTTP/1.1 ")) {
            answered = true;
            long millis = (stage.internet().now() - began) / 1_000_000L;
            stage.say(
                    fetch.from(),
                    fetch.to() + " answers: " + line.substring(9) + ", after " + millis + " ms");
        }
    }

    private void ended(StreamEnd end) {
        if (!answered) {
            stage.say(fetch.from(), fetch.to() + " cannot be opened: " + words(end));
        }
    }

    private static String words(StreamEnd end) {
        return switch (end) {
            case REFUSED -> "nobody listens there";
            case RESET -> "the connection was broken off";
            case UNREACHABLE -> "no way leads there";
            case TIMED_OUT -> "no answer";
            case CLOSED, ABORTED -> "it was closed";
        };
    }
}
