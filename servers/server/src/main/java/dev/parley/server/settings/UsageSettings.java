package dev.parley.server.settings;

import static dev.parley.server.settings.Setting.Group.OPERATION;
import static dev.parley.server.settings.Setting.Traits.NONE;

/** Records of usage, for the table in {@link Settings}. */
final class UsageSettings {
    static final Setting<OutputFile> USAGE_FILE =
            new Setting<>(
                    "usage-file",
                    OPERATION,
                    "FILE",
                    Values.OUTPUT_FILE,
                    "off",
                    NONE,
                    "Write one line of JSON here for each relay that has ended: who, when, how much"
                            + " (docs/admin.md).");

    static final Setting<Integer> USAGE_MINUTES =
            new Setting<>(
                    "usage-minutes",
                    OPERATION,
                    "MINUTES",
                    Values.number(0, 1440),
                    "0",
                    NONE,
                    "Write such a line for each relay that goes on as well, every so many minutes."
                            + " 0: at the end alone.");

    static final Setting<UsageAddress> USAGE_ADDRESS =
            new Setting<>(
                    "usage-address",
                    OPERATION,
                    "KIND",
                    Values.choice(UsageAddress.class),
                    "network",
                    NONE,
                    "What a line says of the client's address: its network (IPv4 /24, IPv6 /56), all"
                            + " of it, or nothing.");

    static final Setting<Integer> USAGE_MEGABYTES =
            new Setting<>(
                    "usage-megabytes",
                    OPERATION,
                    "MEGABYTES",
                    Values.number(1, 100_000),
                    "100",
                    NONE,
                    "How large usage-file grows; then it becomes FILE.1, and that FILE.2.");

    static final Setting<Integer> USAGE_KEEP =
            new Setting<>(
                    "usage-keep",
                    OPERATION,
                    "NUMBER",
                    Values.number(0, 1000),
                    "10",
                    NONE,
                    "How many such older files are kept.");

    static final Setting<String> SERVER_ID =
            new Setting<>(
                    "server-id",
                    OPERATION,
                    "NAME",
                    Values.SERVER_NAME,
                    null,
                    NONE,
                    "What this server calls itself in usage lines. Without it: the name of the"
                            + " machine.");

    private UsageSettings() {}
}
