package dev.parley.lab.scenario;

import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.StreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of text into lines. */
final class Lines implements StreamHandler {
    private static final int MAX_LINE = 4096;

    private final Consumer<String> line;
    private final Consumer<StreamEnd> end;
    private final StringBuilder begun = new StringBuilder();

    Lines(Consumer<String> line, Consumer<StreamEnd> end) {
        this.line = line;
        this.end = end;
    }

    @Override
    public void received(long now, Stream stream, byte[] buf, int off, int len) {
        for (char c : new String(buf, off, len, StandardCharsets.UTF_8).toCharArray()) {
            if (c == '\n') {
                String whole = begun.toString().stripTrailing();
                begun.setLength(0);
                line.accept(whole);
            } else if (begun.length() < MAX_LINE) {
                begun.append(c);
            }
        }
    }

    @Override
    public void closed(long now, Stream stream, StreamEnd how) {
        end.accept(how);
    }

    static void write(Stream stream, String text) {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
