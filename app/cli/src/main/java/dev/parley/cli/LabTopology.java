package dev.parley.cli;

import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.lab.TopologyJson;
import dev.parley.lab.scenario.Scenarios;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The word TOPOLOGY of a command line: a name, or a file of JSON. */
final class LabTopology {
    static final int MOST_BYTES = 1 << 20;

    private LabTopology() {}

    /**
     * Finds it.
     *
     * @throws ConfigurationException when there is none, or the file has none
     */
    static Topology of(String word) throws ConfigurationException, IOException {
        Optional<Topology> named = Topologies.named(word);
        if (named.isPresent()) {
            return named.get();
        }
        Path file = Path.of(word);
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    "there is no topology and no file " + word + hint(word));
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new ConfigurationException(word + " is too large for a topology");
        }
        try {
            return TopologyJson.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(word + ": " + e.getMessage());
        }
    }

    private static String hint(String word) {
        return Nearest.to(
                        word,
                        Stream.concat(Scenarios.names().stream(), Topologies.names().stream())
                                .toList())
                .map(near -> "; did you mean " + near + "?")
                .orElse("; parley lab --list shows those with a name");
    }
}
