package dev.parley.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file for code that reads its input from one; readable by its owner alone, as secrets are. */
final class ScratchFile {
    private final Path file;

    private ScratchFile(Path file) {
        this.file = file;
    }

    /** In the folder of a target, where it stays until the next input. */
    static ScratchFile of(FuzzTarget target, String name) {
        try {
            Path folder = JazzerRun.folder(target.getClass()).toAbsolutePath().resolve("scratch");
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            return new ScratchFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With other bytes in it. */
    Path holding(byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
