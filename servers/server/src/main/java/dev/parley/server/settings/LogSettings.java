package dev.parley.server.settings;

import static dev.parley.server.settings.Setting.Group.OPERATION;
import static dev.parley.server.settings.Setting.Traits.NONE;

/** What is logged, and where to, for the table in {@link Settings}. */
final class LogSettings {
    static final Setting<LogLevel> LOG_LEVEL =
            new Setting<>(
                    "log-level",
                    OPERATION,
                    "LEVEL",
                    Values.choice(LogLevel.class),
                    "info",
                    NONE,
                    "How much is logged (to stderr).");

    static final Setting<LogFormat> LOG_FORMAT =
            new Setting<>(
                    "log-format",
                    OPERATION,
                    "FORMAT",
                    Values.choice(LogFormat.class),
                    "text",
                    NONE,
                    "What a line of the log looks like: for people, or an object in JSON.");

    static final Setting<OutputFile> LOG_FILE =
            new Setting<>(
                    "log-file",
                    OPERATION,
                    "FILE",
                    Values.OUTPUT_FILE,
                    "off",
                    NONE,
                    "Write the log here as well. It is bounded: see the next two.");

    static final Setting<Integer> LOG_MEGABYTES =
            new Setting<>(
                    "log-megabytes",
                    OPERATION,
                    "MEGABYTES",
                    Values.number(1, 10_000),
                    "10",
                    NONE,
                    "How large log-file grows; then it becomes FILE.1, and that FILE.2.");

    static final Setting<Integer> LOG_KEEP =
            new Setting<>(
                    "log-keep",
                    OPERATION,
                    "NUMBER",
                    Values.number(1, 20),
                    "5",
                    NONE,
                    "How many such older files are kept.");

    static final Setting<Switch> LOG_ADDRESSES =
            new Setting<>(
                    "log-addresses",
                    OPERATION,
                    "ON",
                    Values.choice(Switch.class),
                    "off",
                    NONE,
                    "Whether the line of a relay that has ended names the client's address and those"
                            + " of the relay.");

    private LogSettings() {}
}
