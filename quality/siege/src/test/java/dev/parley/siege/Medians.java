package dev.parley.siege;

import java.util.Arrays;

/** The middle one of several figures: what one busy moment of the machine does not change. */
final class Medians {
    private Medians() {}

    static double of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
