package dev.parley.server.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a program may write to for long, and move away when it has grown. */
public final class OrdinaryFile {
    private OrdinaryFile() {}

    /**
     * Refuses what is there and is no file: a device would be moved away once as much was written,
     * which all programs would miss, and a pipe that nobody reads would never open.
     *
     * @throws IOException whose {@linkplain FileFailure#words words} say so
     */
    public static void check(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    Files.isDirectory(file)
                            ? "it is a folder"
                            : "it is a device or a pipe, not a file");
        }
    }
}
