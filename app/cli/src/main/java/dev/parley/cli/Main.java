package dev.parley.cli;

import java.util.Map;

/** Starts the program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new ParleyCommand(Terminal.ofProcess(), Map.copyOf(System.getenv())).run(args));
    }
}
