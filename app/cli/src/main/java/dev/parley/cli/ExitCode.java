package dev.parley.cli;

/** How the program ends. */
final class ExitCode {
    static final int OK = 0;

    /** Something around it: a port in use, a file that cannot be read. */
    static final int ENVIRONMENT = 1;

    /** Something on the command line, in a variable or in the file. */
    static final int USAGE = 2;

    /** This machine lacks rights or tools for it; tests skip by this code. */
    static final int NOT_HERE = 77;

    private ExitCode() {}
}
