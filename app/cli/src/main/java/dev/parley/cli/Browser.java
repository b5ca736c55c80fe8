package dev.parley.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The browser of the person who started us. */
final class Browser {
    private Browser() {}

    /** Asks the desktop to open a link; without a desktop nothing happens, the link is printed. */
    static void open(String link) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> command;
        if (system.contains("mac")) {
            command = List.of("open", link);
        } else if (system.contains("windows")) {
            command = List.of("rundll32", "url.dll,FileProtocolHandler", link);
        } else if (System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null) {
            command = List.of("xdg-open", link);
        } else {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No such program: the link stands on the terminal.
        }
    }
}
