package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs to start from, one a file, in the order of their names. */
final class Corpus {
    private Corpus() {}

    static Path folder(String name) {
        return Path.of(System.getProperty("fuzz.corpus", "src/test/resources/corpus"), name);
    }

    static List<Path> files(String name) throws IOException {
        try (Stream<Path> listed = Files.list(folder(name))) {
            List<Path> files = listed.sorted().toList();
            assertThat(files).as("a target without a corpus finds nothing").isNotEmpty();
            return files;
        }
    }

    static List<byte[]> read(String name) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (Path file : files(name)) {
            inputs.add(Files.readAllBytes(file));
        }
        return inputs;
    }
}
