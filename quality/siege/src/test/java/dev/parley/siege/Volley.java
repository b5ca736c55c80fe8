package dev.parley.siege;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Messages made beforehand that leave by several sockets in turn. */
final class Volley implements Traffic {
    private static final int TAKEN_AT_A_TIME = 64;

    /** Gives back what was asked for. */
    @FunctionalInterface
    interface End {
        void end() throws IOException;
    }

    private final List<UdpLine> lines;
    private final ByteBuffer[] messages;
    private final End end;
    private int line;
    private int message;
    private int taken;

    /**
     * @param messages message {@code i} leaves by line {@code i} at first, then it depends
     */
    Volley(List<UdpLine> lines, List<byte[]> messages, End end) {
        this.lines = lines;
        this.messages =
                messages.stream()
                        .map(bytes -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip())
                        .toArray(ByteBuffer[]::new);
        this.end = end;
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            lines.get(line).send(messages[message]);
            line = line + 1 == lines.size() ? 0 : line + 1;
            message = message + 1 == messages.length ? 0 : message + 1;
        }
    }

    /** A part of the lines at a time: looking costs, too. */
    @Override
    public void take() throws IOException {
        for (int i = Math.min(TAKEN_AT_A_TIME, lines.size()); i > 0; i--) {
            lines.get(taken).drain();
            taken = taken + 1 == lines.size() ? 0 : taken + 1;
        }
    }

    @Override
    public void close() throws IOException {
        end.end();
    }
}
