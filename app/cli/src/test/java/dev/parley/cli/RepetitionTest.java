package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepetitionTest {
    private static final long SECOND = 1_000_000_000;

    private final Repetition repetition = new Repetition(3, SECOND);

    @Test
    void aBurstPassesThenASteadyRateAndSaysWhatWasLeftOut() {
        for (int i = 0; i < 3; i++) {
            assertThat(repetition.admit(0, "a")).isZero();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(repetition.admit(SECOND / 2, "a")).isEqualTo(Repetition.NO);
        }
        assertThat(repetition.admit(SECOND, "a")).isEqualTo(5);
        assertThat(repetition.admit(SECOND, "a")).isEqualTo(Repetition.NO);
        assertThat(repetition.admit(2 * SECOND, "a")).isEqualTo(1);
    }

    @Test
    void kindsAreCountedOnTheirOwn() {
        for (int i = 0; i < 4; i++) {
            repetition.admit(0, "a");
        }
        assertThat(repetition.admit(0, "b")).isZero();
    }

    @Test
    void aQuietTimeSavesUpOneBurstAndNoMore() {
        long now = 1000 * SECOND;
        repetition.admit(0, "a");
        for (int i = 0; i < 3; i++) {
            assertThat(repetition.admit(now, "a")).isZero();
        }
        assertThat(repetition.admit(now, "a")).isEqualTo(Repetition.NO);
    }
}
