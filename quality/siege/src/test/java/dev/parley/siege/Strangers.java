package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sockets in networks of their own, as the forged sources of a flood have them. */
final class Strangers implements AutoCloseable {
    static final int COUNT = 500;

    private final List<UdpLine> lines = new ArrayList<>();

    /**
     * @param to whom they send to
     */
    Strangers(TransportAddress to) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            String from = "127." + (64 + i / 250) + "." + (i % 250 + 1) + ".66:0";
            lines.add(new UdpLine(TransportAddress.parse(from), to));
        }
    }

    List<UdpLine> lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        for (UdpLine line : lines) {
            line.close();
        }
    }
}
