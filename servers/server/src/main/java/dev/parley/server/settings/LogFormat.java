package dev.parley.server.settings;

/** What a line of the log looks like. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One object for each line. */
    JSON
}
