package dev.parley.server.settings;

/** Ports from {@code min} to {@code max}, both included. */
public record PortRange(int min, int max) {
    public PortRange {
        if (min < 1 || max > 0xFFFF || min > max) {
            throw new IllegalArgumentException("not a range of ports: " + min + "-" + max);
        }
    }

    @Override
    public String toString() {
        return min + "-" + max;
    }
}
