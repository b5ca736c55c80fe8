package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

    /** The first values that the published SplitMix64 gives for this seed. */
    @Test
    void givesTheKnownSequence() {
        RandomSource random = RandomSource.seeded(1234567);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("4593380528125082431");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("16408922859458223821");
    }

    @Test
    void fillsExactlyTheGivenRange() {
        byte[] buf = new byte[16];
        RandomSource.seeded(0).nextBytes(buf, 2, 11);
        assertThat(HexFormat.of().formatHex(buf)).isEqualTo("0000afcd1d7b39a820e2f465b9000000");
    }

    @Test
    void staysBelowTheBoundAndReachesEveryValue() {
        RandomSource random = RandomSource.seeded(42);
        int[] seen = new int[7];
        for (int i = 0; i < 7000; i++) {
            seen[random.nextInt(7)]++;
        }
        for (int count : seen) {
            assertThat(count).isBetween(800, 1200);
        }
        assertThat(random.nextInt(1)).isZero();
        assertThat(random.nextInt(Integer.MAX_VALUE)).isNotNegative();
    }
}
