package dev.parley.signal;

/**
 * How often something may happen.
 *
 * @param burst how many at once
 * @param perSecond how many per second in the long run
 */
public record Rate(int burst, double perSecond) {

    public Rate {
        if (burst < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException("a rate is positive: " + burst + ", " + perSecond);
        }
    }
}
