package dev.parley.server.http;

/** How a server is, as {@link HealthRoute} says it. */
public enum Health {
    /** Not everything serves yet. */
    STARTING,
    OK,
    /** It ends, gently or not. */
    DRAINING
}
