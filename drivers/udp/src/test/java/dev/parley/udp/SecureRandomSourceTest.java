package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SecureRandomSourceTest {

    @Test
    void neverRepeatsItself() {
        SecureRandomSource random = new SecureRandomSource();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(random.nextLong())).isTrue();
            random.nextBytes(new byte[7], 1, i % 6); // blocks end at every offset
        }
    }

    @Test
    void fillsExactlyWhatWasAsked() {
        SecureRandomSource random = new SecureRandomSource();
        byte[] bytes = new byte[2000];
        random.nextBytes(bytes, 10, 1900);
        for (int i = 0; i < 10; i++) {
            assertThat(bytes[i]).isZero();
        }
        for (int i = 1910; i < 2000; i++) {
            assertThat(bytes[i]).isZero();
        }
        int zeros = 0;
        for (int i = 10; i < 1910; i++) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        assertThat(zeros).isBetween(0, 60); // 7.4 expected
    }

    @Test
    void staysWithinTheBound() {
        SecureRandomSource random = new SecureRandomSource();
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) {
            counts[random.nextInt(10)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(700, 1300); // sigma is 30
        }
    }
}
