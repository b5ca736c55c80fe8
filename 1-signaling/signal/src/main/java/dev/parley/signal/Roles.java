package dev.parley.signal;

/** Who gives way when two offers meet (perfect negotiation). */
final class Roles {
    private Roles() {}

    /** Whether {@code self} is the polite one towards {@code other}: the smaller id is. */
    static boolean isPolite(String self, String other) {
        return self.compareTo(other) < 0;
    }
}
