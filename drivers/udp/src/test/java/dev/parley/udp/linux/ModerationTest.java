package dev.parley.udp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModerationTest {
    private static final long MILLI = 1_000_000;

    private final Moderation moderation = new Moderation();
    private long now = 7;

    @Test
    void aQuietThreadNeverRests() {
        for (int i = 0; i < 1000; i++) {
            look(1, MILLI / 50); // 50,000 a second
            assertThat(moderation.restNanos()).isZero();
        }
    }

    @Test
    void oneBurstIsPassedOnAtOnce() {
        look(40, MILLI * 10);
        for (int i = 0; i < 10; i++) {
            look(4, MILLI / 200);
            assertThat(moderation.restNanos()).isZero();
        }
    }

    @Test
    void aBusyThreadRestsUntilSomeHaveGathered() {
        for (int i = 0; i < 1000; i++) {
            look(1, MILLI / 1000); // a million a second
        }
        assertThat(moderation.restNanos()).isEqualTo(32_000);
    }

    @Test
    void noRestIsLongerThanTheMost() {
        for (int i = 0; i < 1000; i++) {
            look(1, MILLI / 100); // 100,000 a second
        }
        assertThat(moderation.restNanos()).isEqualTo(Moderation.MAX_REST_NANOS);
    }

    @Test
    void anOverloadedThreadNeverRests() {
        for (int i = 0; i < 1000; i++) {
            look(64, MILLI / 1000);
        }
        now += MILLI / 1000;
        moderation.found(now, 128, 0, true);
        assertThat(moderation.restNanos()).isZero();
        look(10, MILLI / 1000);
        assertThat(moderation.restNanos()).isPositive();
    }

    @Test
    void aThreadWhoseTrafficEndedDoesNotRest() {
        for (int i = 0; i < 1000; i++) {
            look(10, MILLI / 100);
        }
        look(1, 100 * MILLI);
        assertThat(moderation.restNanos()).isZero();
    }

    @Test
    void whatIsInNoHurryIsGatheredEarlierAndForLonger() {
        for (int i = 0; i < 1000; i++) {
            look(1, 1, MILLI / 10); // 10,000 a second
        }
        assertThat(moderation.restNanos()).isEqualTo(Moderation.MAX_UNHURRIED_REST_NANOS);
        for (int i = 0; i < 1000; i++) {
            look(1, 1, MILLI / 4);
        }
        assertThat(moderation.restNanos()).isZero();
    }

    @Test
    void whoIsInAHurryDoesNotWaitForFewWhoAreNot() {
        for (int i = 0; i < 1000; i++) {
            look(2, 1, MILLI / 10);
        }
        assertThat(moderation.restNanos()).isZero();
    }

    private void look(int datagrams, long nanosLater) {
        look(datagrams, 0, nanosLater);
    }

    private void look(int datagrams, int unhurried, long nanosLater) {
        now += nanosLater;
        moderation.found(now, datagrams, unhurried, false);
    }
}
