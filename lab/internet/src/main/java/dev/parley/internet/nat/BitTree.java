package dev.parley.internet.nat;

/**
 * A set of small numbers that finds the next one missing in a few steps, however many are in it: a
 * bit for each, and above 64 of them one that says they are all in.
 */
final class BitTree {
    private final int size;
    private final long[] words;
    private final long[] full; // a bit for each word without a gap

    /**
     * @param size the numbers are 0 to size - 1; at most 65,536
     */
    BitTree(int size) {
        this.size = size;
        words = new long[(size + 63) >>> 6];
        full = new long[(words.length + 63) >>> 6];
        if ((size & 63) != 0) {
            words[words.length - 1] = -1L << size; // what lies beyond counts as taken
        }
    }

    boolean contains(int number) {
        return (words[number >>> 6] & 1L << number) != 0;
    }

    void add(int number) {
        int word = number >>> 6;
        words[word] |= 1L << number;
        if (words[word] == -1) {
            full[word >>> 6] |= 1L << word;
        }
    }

    void remove(int number) {
        int word = number >>> 6;
        words[word] &= ~(1L << number);
        full[word >>> 6] &= ~(1L << word);
    }

    /** The first number from {@code from} on that is not in it, or -1. */
    int nextMissing(int from) {
        if (from >= size) {
            return -1;
        }
        int word = from >>> 6;
        long missing = ~words[word] & (-1L << from);
        if (missing != 0) {
            return word << 6 | Long.numberOfTrailingZeros(missing);
        }
        if (++word == words.length) {
            return -1;
        }
        int group = word >>> 6;
        long gaps = ~full[group] & (-1L << word);
        while (gaps == 0) {
            if (++group == full.length) {
                return -1;
            }
            gaps = ~full[group];
        }
        word = group << 6 | Long.numberOfTrailingZeros(gaps);
        return word < words.length ? word << 6 | Long.numberOfTrailingZeros(~words[word]) : -1;
    }

    /** The first missing one from {@code start} on, going round within {@code [from, until)}. */
    int nextMissing(int start, int from, int until) {
        int found = nextMissing(start);
        if (found >= 0 && found < until) {
            return found;
        }
        found = nextMissing(from);
        return found >= 0 && found < start ? found : -1;
    }
}
