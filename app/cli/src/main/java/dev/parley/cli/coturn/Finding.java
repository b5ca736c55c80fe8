package dev.parley.cli.coturn;

/**
 * What is to be known of one line.
 *
 * @param line its number in the file
 */
public record Finding(int line, String key, Kind kind, String words) {

    /** What became of it. */
    public enum Kind {
        /** There is nothing to set: it is so anyway. */
        NOT_NEEDED,
        /** Set, but it is not quite the same. */
        CHANGED,
        /** Not there: the words say what that means. */
        NOT_HONOURED,
        /** Nobody knows this key. */
        UNKNOWN
    }

    /** For people. */
    @Override
    public String toString() {
        String what =
                switch (kind) {
                    case NOT_NEEDED -> "not needed: ";
                    case CHANGED -> "note: ";
                    case NOT_HONOURED -> "NOT honoured: ";
                    case UNKNOWN -> "UNKNOWN: ";
                };
        return "line " + line + ", " + key + ": " + what + words;
    }
}
