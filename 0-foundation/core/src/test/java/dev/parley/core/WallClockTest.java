package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WallClockTest {
    private final WallClock clock = new WallClock(-500, 1_000_000);

    @Test
    void tellsTheTimeOfDayAtTheAnchor() {
        assertThat(clock.epochMillis(-500)).isEqualTo(1_000_000);
        assertThat(clock.epochSeconds(-500)).isEqualTo(1000);
    }

    @Test
    void countsWholeMillisecondsFromTheAnchor() {
        assertThat(clock.epochMillis(-500 + 999_999)).isEqualTo(1_000_000);
        assertThat(clock.epochMillis(-500 + 1_000_000)).isEqualTo(1_000_001);
        assertThat(clock.epochSeconds(-500 + 999_000_000L)).isEqualTo(1000);
        assertThat(clock.epochSeconds(-500 + 1_000_000_000L)).isEqualTo(1001);
    }

    @Test
    void roundsDownBeforeTheAnchorToo() {
        assertThat(clock.epochMillis(-501)).isEqualTo(999_999);
        assertThat(new WallClock(0, 0).epochSeconds(-1)).isEqualTo(-1);
    }
}
