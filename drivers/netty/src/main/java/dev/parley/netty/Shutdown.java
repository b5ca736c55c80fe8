package dev.parley.netty;

/** Tells every connection, as a user event of its pipeline, that the server is going away. */
enum Shutdown {
    GOING_AWAY
}
