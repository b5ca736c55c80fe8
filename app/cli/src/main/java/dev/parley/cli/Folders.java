package dev.parley.cli;

import java.nio.file.Path;

/** Folders as people write them. */
final class Folders {
    private Folders() {}

    /** With ~ for the home folder. */
    static String shown(Path path) {
        String folder = path.toString();
        String home = System.getProperty("user.home", "");
        return !home.isEmpty() && folder.startsWith(home + "/")
                ? "~" + folder.substring(home.length())
                : folder;
    }
}
