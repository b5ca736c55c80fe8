package dev.parley.simulation;

import dev.parley.internet.topology.Topology;
import dev.parley.lab.TopologyJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Tries something on many random topologies. What fails is made small and written to a file that
 * the lab opens.
 *
 * <p>{@code -Dparley.seed=N} begins elsewhere, {@code -Dparley.topologies=N} tries more of them.
 */
final class Property {
    private static final long FIRST = Long.getLong("parley.seed", 1);
    private static final int COUNT = Integer.getInteger("parley.topologies", 500);
    private static final Path FOLDER = Path.of("target", "failing-topologies");

    private final String name;

    private Property(String name) {
        this.name = name;
    }

    static Property named(String name) {
        return new Property(name);
    }

    /**
     * Runs the check on each topology.
     *
     * @param check gets a topology and its seed; throws when something is wrong
     */
    void holds(BiConsumer<Topology, Long> check) {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Topology topology = RandomTopology.of(seed);
            try {
                check.accept(topology, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(explain(topology, seed, check), e);
            }
        }
    }

    private String explain(Topology topology, long seed, BiConsumer<Topology, Long> check) {
        Topology small = Shrinking.shrink(topology, candidate -> breaks(check, candidate, seed));
        Path file = FOLDER.resolve(name + "-" + seed + ".json");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, TopologyJson.write(small).toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException("the failing topology could not be written", e);
        }
        return name
                + " is broken with -Dparley.seed="
                + seed
                + "; look at it: ./parley lab "
                + file.toAbsolutePath();
    }

    private static boolean breaks(BiConsumer<Topology, Long> check, Topology candidate, long seed) {
        try {
            check.accept(candidate, seed);
            return false;
        } catch (AssertionError e) {
            return true;
        } catch (RuntimeException e) {
            return false; // another trouble than the one looked for
        }
    }
}
