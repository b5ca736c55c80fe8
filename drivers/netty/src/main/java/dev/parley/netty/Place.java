package dev.parley.netty;

/**
 * How firmly a connection has its place in the table of its listener. When that is full, whoever
 * comes takes the place of the stranger who has been one for longest, or, without strangers, that
 * of the connection that has waited longest for a request. Who is kept is never put out. Safe for
 * any thread.
 */
interface Place {
    /** Of a connection that nobody counts. */
    Place UNCOUNTED =
            new Place() {
                @Override
                public void stranger() {}

                @Override
                public void idle() {}

                @Override
                public void keep() {}
            };

    /** It has shown nothing that counts, as when it was new. */
    void stranger();

    /** It was served before, and nothing is asked of it now. */
    void idle();

    /** It is at work, or its owner answers for it. */
    void keep();
}
