package dev.parley.internet.trace;

import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one host got from the network and what it sent, with the times: all that a {@link Replay}
 * needs. Made while an internet runs, or read from what a {@link JsonLinesTrace} wrote.
 */
public final class Recording implements Consumer<NetworkEvent> {
    /** A packet, whole, and when it was sent or delivered. */
    public record Entry(long at, PacketImage packet) {}

    private final String host;
    private final List<Entry> delivered = new ArrayList<>();
    private final List<Entry> sent = new ArrayList<>();

    /** An empty one, to be given to {@link dev.parley.internet.Internet#observe}. */
    public Recording(String host) {
        this.host = host;
    }

    /**
     * Reads what happened to one host.
     *
     * @throws IOException when a line is none of a trace, with its number
     */
    public static Recording read(String host, BufferedReader lines) throws IOException {
        Recording recording = new Recording(host);
        int number = 0;
        for (String line; (line = lines.readLine()) != null; ) {
            number++;
            try {
                recording.add(JsonReader.object(line));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "line " + number + " is none of a trace: " + e.getMessage(), e);
            }
        }
        return recording;
    }

    private void add(Map<String, Object> event) {
        if (!host.equals(PacketJson.text(event, "node"))) {
            return;
        }
        long at = PacketJson.number(event, "at");
        switch (PacketJson.text(event, "event")) {
            case "sent" -> sent.add(new Entry(at, PacketJson.read(event, "packet")));
            case "delivered" -> delivered.add(new Entry(at, PacketJson.read(event, "packet")));
            default -> {
                // what happens elsewhere does not concern the host
            }
        }
    }

    @Override
    public void accept(NetworkEvent event) {
        if (!host.equals(event.node())) {
            return;
        }
        if (event instanceof NetworkEvent.Sent(long at, String _, PacketImage packet)) {
            sent.add(new Entry(at, packet));
        } else if (event instanceof NetworkEvent.Delivered(long at, String _, PacketImage packet)) {
            delivered.add(new Entry(at, packet));
        }
    }

    public String host() {
        return host;
    }

    public List<Entry> delivered() {
        return delivered;
    }

    public List<Entry> sent() {
        return sent;
    }
}
