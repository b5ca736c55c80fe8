package dev.parley.internet.topology;

/** What waits in front of a link with a limited rate. */
public sealed interface Queue {
    Queue DEFAULT = new DropTail(128 * 1024);

    /** What finds the queue full is dropped. */
    record DropTail(int bytes) implements Queue {}

    /** RFC 8289: drops from the front when packets wait too long for too long. */
    record CoDel(int bytes, long targetNanos, long intervalNanos) implements Queue {

        /** With the values of the RFC: 5 and 100 milliseconds. */
        public static CoDel of(int bytes) {
            return new CoDel(bytes, 5_000_000, 100_000_000);
        }
    }
}
