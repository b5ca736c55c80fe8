package dev.parley.internet.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rules of RFC 6298 section 2 and 5. */
class RoundTripTimeTest {
    private static final long MILLI = 1_000_000;

    private final RoundTripTime roundTrip = new RoundTripTime();

    private long timeoutMillis() {
        return roundTrip.timeoutNanos() / MILLI;
    }

    @Test
    void beforeAnyMeasurementItIsASecond() {
        assertThat(timeoutMillis()).isEqualTo(1000);
    }

    @Test
    void theFirstMeasurementCountsThreefold() {
        roundTrip.measured(100 * MILLI);
        assertThat(timeoutMillis()).as("R + 4 * R/2").isEqualTo(300);
    }

    @Test
    void laterOnesAreSmoothed() {
        roundTrip.measured(100 * MILLI);
        roundTrip.measured(180 * MILLI);
        // RTTVAR = 3/4 * 50 + 1/4 * 80 = 57.5; SRTT = 7/8 * 100 + 1/8 * 180 = 110
        assertThat(timeoutMillis()).isEqualTo(340);
    }

    @Test
    void aSteadyWayComesDownToTheShortest() {
        for (int i = 0; i < 100; i++) {
            roundTrip.measured(40 * MILLI);
        }
        assertThat(timeoutMillis()).isEqualTo(200);
    }

    @Test
    void itDoublesUntilAMinuteAndComesBack() {
        roundTrip.measured(100 * MILLI);
        roundTrip.backOff();
        roundTrip.backOff();
        assertThat(timeoutMillis()).isEqualTo(1200);
        for (int i = 0; i < 100; i++) {
            roundTrip.backOff();
        }
        assertThat(timeoutMillis()).isEqualTo(60_000);
        roundTrip.progress();
        assertThat(timeoutMillis()).isEqualTo(300);
    }

    @Test
    void afterALostSynItIsThreeSeconds() {
        roundTrip.backOff();
        roundTrip.synWasLost();
        assertThat(timeoutMillis()).isEqualTo(3000);
    }
}
