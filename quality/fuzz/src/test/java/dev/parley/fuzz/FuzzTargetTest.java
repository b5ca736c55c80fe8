package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The harness finds a fault that was put there. */
class FuzzTargetTest {

    /** Breaks on a long first attribute of type 6. Private, so that it is no test by itself. */
    private static final class Faulty extends FuzzTarget {
        @Override
        void run(byte[] input) {
            check(input.length < 23 || input[21] != 6 || input[22] == 0, "a planted fault");
        }

        @Override
        String corpus() {
            return "stun";
        }
    }

    @Test
    void mutationsFindAFaultAndSayHowToRepeatIt() {
        Faulty faulty = new Faulty();
        assertThatCode(faulty::holdsForTheCorpus).doesNotThrowAnyException();
        assertThatThrownBy(faulty::holdsForSeededMutations)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("seed 0x", "mutation ", "a planted fault", "input in");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "fuzz.seconds",
            matches = "[1-9][0-9]*",
            disabledReason = "Jazzer runs with -Plong or -Dfuzz.seconds=60")
    void jazzerFindsAFaultAndKeepsTheInput() throws IOException, InterruptedException {
        JazzerRun run = new JazzerRun(Faulty.class, Corpus.folder("stun"));
        assertThat(run.execute(60)).isNotZero();
        try (var files = Files.list(run.folder())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("crash-"));
        }
    }

    @Test
    void theSameSeedMakesTheSameInputs() throws IOException {
        assertThat(inputs(7)).isEqualTo(inputs(7)).isNotEqualTo(inputs(8));
    }

    private static List<List<Byte>> inputs(long seed) throws IOException {
        Mutator mutator = new Mutator(RandomSource.seeded(seed), Corpus.read("stun"));
        List<List<Byte>> inputs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Byte> input = new ArrayList<>();
            for (byte b : mutator.next()) {
                input.add(b);
            }
            inputs.add(input);
        }
        return inputs;
    }
}
