package dev.parley.internet.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that says all it has as fast as it may, closes if it shall, and notes what it hears.
 */
public final class Talker implements StreamHandler {
    public final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    public final List<String> notes = new ArrayList<>();
    long openedAt = -1;
    long lastHeardAt = -1;
    public long closedAt = -1;
    @Nullable Stream stream;
    public @Nullable StreamEnd end;

    private final byte[] words;
    private final boolean closes;
    private int said;

    public Talker(byte[] words, boolean closes) {
        this.words = words;
        this.closes = closes;
    }

    public Talker(String words, boolean closes) {
        this(words.getBytes(StandardCharsets.UTF_8), closes);
    }

    /** What it heard. */
    public String text() {
        return heard.toString(StandardCharsets.UTF_8);
    }

    public static Talker silent() {
        return new Talker(new byte[0], false);
    }

    public Stream stream() {
        if (stream == null) {
            throw new AssertionError("it never opened");
        }
        return stream;
    }

    @Override
    public void opened(long now, Stream opened) {
        notes.add("opened");
        openedAt = now;
        stream = opened;
        say(opened);
    }

    private void say(Stream to) {
        said += to.write(words, said, words.length - said);
        if (said == words.length && closes) {
            to.close();
        }
    }

    @Override
    public void writable(long now, Stream to) {
        say(to);
    }

    @Override
    public void received(long now, Stream from, byte[] buf, int off, int len) {
        heard.write(buf, off, len);
        lastHeardAt = now;
    }

    @Override
    public void ended(long now, Stream from) {
        notes.add("ended");
        if (said == words.length) {
            from.close();
        }
    }

    @Override
    public void closed(long now, Stream from, StreamEnd how) {
        notes.add("closed");
        closedAt = now;
        end = how;
    }
}
