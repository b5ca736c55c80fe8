package dev.parley.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that is kept beside the tests, exactly. After a change on purpose {@code -Dgolden.write}
 * writes it anew; then read the difference.
 */
final class GoldenFile {
    private static final Path FOLDER = Path.of("src/test/resources/dev/parley/lab/real");

    private GoldenFile() {}

    static void assertSame(String name, String text) {
        Path file = FOLDER.resolve(name);
        try {
            if (System.getProperty("golden.write") != null) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
