package dev.parley.turn;

/** Ports that relays may use, both ends included. A single one is shared by all relays. */
public record PortRange(int min, int max) {
    /** The dynamic ports of RFC 6335, as RFC 8656 section 7.2 recommends. */
    public static final PortRange DYNAMIC = new PortRange(49152, 65535);

    public PortRange {
        if (min < 1 || max > 0xFFFF || min > max) {
            throw new IllegalArgumentException(
                    "a port range is MIN-MAX within 1-65535, not " + min + "-" + max);
        }
    }

    /** One port for all relays. */
    public static PortRange single(int port) {
        return new PortRange(port, port);
    }

    /** Reads {@code 49152-65535}, or {@code 50000} for a single port. */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        try {
            if (dash < 0) {
                return single(Integer.parseInt(text));
            }
            return new PortRange(
                    Integer.parseInt(text, 0, dash, 10),
                    Integer.parseInt(text, dash + 1, text.length(), 10));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a port range: " + text + " (write 49152-65535 or 50000)", e);
        }
    }

    public boolean contains(int port) {
        return port >= min && port <= max;
    }

    /**
     * One of several parts that are about as large and do not overlap. A pair of an even port and
     * the next is never divided.
     *
     * @param number from 0
     * @throws IllegalArgumentException when there are fewer than two ports for each part
     */
    public PortRange part(int number, int count) {
        if (count == 1) {
            return this;
        }
        if (size() < 2 * count) {
            throw new IllegalArgumentException(
                    size()
                            + " relay ports cannot be divided by "
                            + count
                            + ": two each are needed");
        }
        return new PortRange(begin(number, count), begin(number + 1, count) - 1);
    }

    private int begin(int number, int count) {
        if (number == 0 || number == count) {
            return number == 0 ? min : max + 1;
        }
        return (min + (int) ((long) size() * number / count) + 1) & ~1;
    }

    /** Whether that is one port, which relays then share. */
    public boolean isSingle() {
        return min == max;
    }

    /** How many ports there are. */
    public int size() {
        return max - min + 1;
    }
}
