package dev.parley.cli;

import dev.parley.server.settings.ConfigurationException;
import java.io.IOException;

/** How a command says that it could not do what it was asked. */
final class Failure {
    private Failure() {}

    /**
     * Prints one line, or all there is when the fault is ours.
     *
     * @param name of the command
     * @return the exit code
     */
    static int report(Terminal terminal, String name, Exception e) {
        if (e instanceof ConfigurationException || e instanceof IOException) {
            terminal.err().println(name + ": " + e.getMessage());
            return e instanceof IOException ? ExitCode.ENVIRONMENT : ExitCode.USAGE;
        }
        terminal.err().println(name + ": this is a fault of Parley, please report it");
        e.printStackTrace(terminal.err());
        return ExitCode.ENVIRONMENT;
    }
}
