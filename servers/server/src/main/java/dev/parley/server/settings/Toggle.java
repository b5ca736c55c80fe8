package dev.parley.server.settings;

/** Yes, no, or as it fits the situation. */
public enum Toggle {
    AUTO,
    ON,
    OFF
}
