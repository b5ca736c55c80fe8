package dev.parley.server.settings;

/** Yes or no. */
public enum Switch {
    ON,
    OFF
}
