package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * One piece of code that takes any bytes. {@link #run} fails by throwing; it shall state what must
 * hold for all input, not only that nothing is thrown.
 */
abstract class FuzzTarget {
    /** A long run takes a fresh one, a repetition the same. */
    private static final long SEED = Long.getLong("parley.seed", 0x50617231);

    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 20_000);

    /** Tries one input. Deterministic, with nothing kept from one input to the next. */
    abstract void run(byte[] input);

    /** The folder of inputs to start from; targets of one format share one. */
    abstract String corpus();

    /** What part of the mutations is tried in each build: one in so many, where each takes long. */
    int share() {
        return 1;
    }

    /** How many times as long as others Jazzer works on it, where there is more to find. */
    int depth() {
        return 1;
    }

    /** As {@code assert}, with the message that names the law that was broken. */
    static void check(boolean holds, String law) {
        if (!holds) {
            throw new AssertionError(law);
        }
    }

    @Test
    void holdsForTheCorpus() throws IOException {
        for (Path file : Corpus.files(corpus())) {
            attempt(Files.readAllBytes(file), file.getFileName().toString());
        }
    }

    @Test
    @Timeout(120)
    void holdsForSeededMutations() throws IOException {
        List<byte[]> corpus = Corpus.read(corpus());
        RandomSource random = RandomSource.seeded(SEED);
        Mutator mutator = new Mutator(random, corpus);
        for (int i = 0; i < MUTATIONS / share(); i++) {
            attempt(mutator.next(), "seed %#x, mutation %d".formatted(SEED, i));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "fuzz.seconds",
            matches = "[1-9][0-9]*",
            disabledReason = "Jazzer runs with -Plong or -Dfuzz.seconds=60")
    void holdsForJazzer() throws IOException, InterruptedException {
        JazzerRun run = new JazzerRun(getClass(), Corpus.folder(corpus()));
        int exit = run.execute(Integer.getInteger("fuzz.seconds") * depth());
        assertThat(exit)
                .as("Jazzer broke %s; the input is in %s\n%s", getClass(), run.folder(), run.tail())
                .isZero();
        System.out.println(getClass().getSimpleName() + ": " + run.summary());
    }

    private void attempt(byte[] input, String origin) throws IOException {
        try {
            run(input);
        } catch (Throwable broken) {
            Path folder = Files.createDirectories(JazzerRun.folder(getClass()));
            Path file = Files.write(folder.resolve("broken"), input);
            throw new AssertionError(
                    "%s: %s, input in %s: %s"
                            .formatted(origin, broken, file, HexFormat.of().formatHex(input)),
                    broken);
        }
    }
}
