package dev.parley.cli;

import java.util.List;
import java.util.Map;

/** Starts the program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        Map<String, String> environment = Map.copyOf(System.getenv());
        if (args.length == 1 && args[0].equals("train")) {
            System.exit(Training.run(terminal));
        }
        System.exit(
                ServerRun.quickly(terminal, environment, List.of(args), Signals.unheard())
                        .orElseGet(() -> new ParleyCommand(terminal, environment).run(args)));
    }
}
