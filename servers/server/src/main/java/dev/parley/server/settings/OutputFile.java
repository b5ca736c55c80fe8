package dev.parley.server.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that something is written to.
 *
 * @param path null when nothing is
 */
public record OutputFile(@Nullable Path path) {

    /** The file, if there is to be one. */
    public Optional<Path> file() {
        return Optional.ofNullable(path);
    }
}
