package dev.parley.internet.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments of 1000 bytes; offsets are those of a stream. */
class NewRenoTest {
    private static final int MSS = 1000;

    private final NewReno reno = new NewReno();

    @BeforeEach
    void begin() {
        reno.begin(MSS);
    }

    @Test
    void beginsWithTenSegments() {
        assertThat(reno.window()).isEqualTo(10_000);
    }

    @Test
    void slowStartGrowsByASegmentForEach() {
        for (int i = 1; i <= 10; i++) {
            assertThat(reno.acknowledged(MSS, i * 1000L, 10_000)).isFalse();
        }
        assertThat(reno.window()).isEqualTo(20_000);
    }

    @Test
    void whoDoesNotUseTheWindowDoesNotWidenIt() {
        reno.acknowledged(MSS, 1000, 0);
        assertThat(reno.window()).isEqualTo(10_000);
    }

    @Test
    void theThirdDuplicateSaysThatASegmentIsLost() {
        assertThat(reno.duplicate(0, 10_000, 10_000)).isFalse();
        assertThat(reno.window()).as("limited transmit").isEqualTo(11_000);
        assertThat(reno.duplicate(0, 10_000, 10_000)).isFalse();
        assertThat(reno.window()).isEqualTo(12_000);
        assertThat(reno.duplicate(0, 10_000, 10_000)).isTrue();
        assertThat(reno.window()).as("half, and three that left").isEqualTo(8_000);
        assertThat(reno.duplicate(0, 10_000, 10_000)).isFalse();
        assertThat(reno.window()).as("one more left").isEqualTo(9_000);
    }

    private void lose(long ack, long inFlight, long highest) {
        for (int i = 0; i < 3; i++) {
            reno.duplicate(ack, inFlight, highest);
        }
    }

    @Test
    void aPartialAcknowledgmentShowsTheNextLoss() {
        lose(0, 10_000, 10_000);
        assertThat(reno.acknowledged(4000, 4000, 6_000)).isTrue();
        assertThat(reno.window()).as("8000 - 4000 + 1000").isEqualTo(5_000);
    }

    @Test
    void theFullOneEndsRecoveryAtHalf() {
        lose(0, 10_000, 10_000);
        assertThat(reno.acknowledged(10_000, 10_000, 4_000)).isFalse();
        assertThat(reno.window()).isEqualTo(5_000);
    }

    @Test
    void afterThatItGrowsByASegmentForAWindow() {
        lose(0, 10_000, 10_000);
        reno.acknowledged(10_000, 10_000, 4_000);
        for (int i = 1; i <= 4; i++) {
            reno.acknowledged(MSS, 10_000 + i * 1000L, 5_000);
        }
        assertThat(reno.window()).isEqualTo(5_000);
        reno.acknowledged(MSS, 15_000, 5_000);
        assertThat(reno.window()).isEqualTo(6_000);
    }

    @Test
    void duplicatesOfWhatWasSentBeforeATimeoutSayNothing() {
        reno.timedOut(10_000, 10_000);
        assertThat(reno.window()).isEqualTo(MSS);
        lose(2000, 8_000, 10_000);
        assertThat(reno.duplicate(2000, 8_000, 10_000)).isFalse();
        assertThat(reno.window()).as("not recovering").isEqualTo(3 * MSS);
    }

    @Test
    void aTimeoutHalvesTheThresholdOnce() {
        reno.timedOut(10_000, 10_000);
        reno.timedOut(1_000, 10_000);
        for (int i = 1; i <= 4; i++) {
            reno.acknowledged(MSS, i * 1000L, 9_000);
        }
        assertThat(reno.window()).as("slow start up to half of ten").isEqualTo(5_000);
        reno.acknowledged(MSS, 5_000, 9_000);
        assertThat(reno.window()).isEqualTo(5_000);
    }
}
