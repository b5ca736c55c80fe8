package dev.parley.cli;

import dev.parley.cli.coturn.Finding;
import dev.parley.cli.coturn.Translation;
import dev.parley.server.state.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley turn import}: prints a turnserver.conf of coturn as settings of Parley. */
final class ImportCommand implements Callable<Integer> {
    private static final String[] DESCRIPTION = {
        "Prints the settings that say the same as a turnserver.conf of coturn, as a file for"
                + " --config. What cannot be honoured stands in it as comments, with its line, and"
                + " is printed to stderr as well. Nothing is started.",
    };
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  parley turn import /etc/turnserver.conf > parley.toml && chmod 600 parley.toml",
        "  parley turn --config parley.toml",
        "  parley turn --import /etc/turnserver.conf    the same at once, without a file",
    };

    private final Terminal terminal;
    private final OptionValue<String> file = new OptionValue<>(String.class);

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(true);
        spec.usageMessage().description(DESCRIPTION).footer(EXAMPLES);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .description("The turnserver.conf.")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(file.type())
                        .getter(file)
                        .setter(file)
                        .build());
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        Translation translation =
                read(Objects.requireNonNull(file.value(), "the library refuses none"));
        terminal.out().print(translation.toml());
        terminal.out().flush();
        report(terminal, translation);
        return ExitCode.OK;
    }

    /** Reads a file and translates it. */
    static Translation read(String file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            return Translation.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read (" + FileFailure.words(e) + ")", e);
        }
    }

    /** Prints to stderr what is to be known. */
    static void report(Terminal terminal, Translation translation) {
        List<Finding> findings = translation.findings();
        for (Finding finding : findings) {
            terminal.err().println(finding.toString().replaceAll("\\p{Cntrl}", "?"));
        }
        if (translation.isEmpty()) {
            terminal.err().println("It holds no settings: is it the right file?");
            return;
        }
        long missing =
                findings.stream()
                        .filter(finding ->
                                finding.kind() == Finding.Kind.NOT_HONOURED
                                        || finding.kind() == Finding.Kind.UNKNOWN)
                        .count();
        terminal.err()
                .println(
                        missing == 0
                                ? "All of it is honoured."
                                : missing + " of its lines are not honoured.");
    }
}
