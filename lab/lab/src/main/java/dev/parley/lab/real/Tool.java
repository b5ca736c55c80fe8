package dev.parley.lab.real;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The programs of the system that are called. */
enum Tool {
    SH("sh", "dash"),
    IP("ip", "iproute2"),
    NFT("nft", "nftables"),
    SYSCTL("sysctl", "procps"),
    UNSHARE("unshare", "util-linux"),
    NSENTER("nsenter", "util-linux"),
    SETSID("setsid", "util-linux"),
    MOUNT("mount", "mount"),
    HOSTNAME("hostname", "hostname"),
    SLEEP("sleep", "coreutils");

    /** Where systems keep them although they are not in everybody's path. */
    private static final String SYSTEM_FOLDERS = "/usr/sbin:/sbin:/usr/bin:/bin";

    private final String command;
    private final String debianPackage;

    Tool(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    static String searchPath(Map<String, String> environment) {
        String own = environment.getOrDefault("PATH", "");
        return own.isEmpty() ? SYSTEM_FOLDERS : own + ":" + SYSTEM_FOLDERS;
    }

    /** What to install when it is not there. */
    Optional<String> missing(String searchPath) {
        boolean there =
                Arrays.stream(searchPath.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        return there
                ? Optional.empty()
                : Optional.of(command + " is missing (Debian package " + debianPackage + ")");
    }
}
