package dev.parley.server.usage;

import dev.parley.server.state.FileModes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of whole lines that makes room by itself: FILE becomes FILE.1, and that FILE.2, as many as
 * are kept. One that somebody else moved away is begun anew. For one thread.
 */
final class UsageFile implements AutoCloseable {
    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private long length;

    /**
     * Opens it.
     *
     * @throws IOException when that is not possible
     */
    UsageFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        open();
    }

    /**
     * Writes all of it or nothing.
     *
     * @param mostBytes how large the file grows
     * @param kept how many older ones there are at most
     */
    void append(byte[] lines, long mostBytes, int kept) throws IOException {
        if (channel != null && !isInPlace()) {
            close();
        }
        if (channel != null && length > 0 && length + lines.length > mostBytes) {
            close();
            rotate(kept);
        }
        if (channel == null) {
            open();
        }
        FileChannel out = Objects.requireNonNull(channel);
        ByteBuffer rest = ByteBuffer.wrap(lines);
        try {
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            length += lines.length;
        } catch (IOException e) {
            out.truncate(length); // no half line, which the next one would continue
            throw e;
        }
    }

    /** Not to be lost even if the machine stops now. */
    void force() throws IOException {
        FileChannel out = channel;
        if (out != null) {
            out.force(false);
        }
    }

    private void open() throws IOException {
        FileChannel opened =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND),
                        FileModes.of(file, FileModes.GROUP_READS));
        channel = opened;
        length = opened.size();
        identity = identity();
    }

    private boolean isInPlace() throws IOException {
        try {
            return Objects.equals(identity, identity());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void rotate(int kept) throws IOException {
        for (int number = kept; number > 0; number--) {
            Path from = number == 1 ? file : older(number - 1);
            if (Files.exists(from)) {
                Files.move(from, older(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file);
    }

    private Path older(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
