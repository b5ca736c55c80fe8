package dev.parley.server.settings;

import dev.parley.server.settings.Configuration.Raw;
import dev.parley.server.state.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Settings from a TOML file: {@code name = value}, or {@code name = [value, value]}. */
final class TomlFile {
    private static final Pattern WORD =
            Pattern.compile("\\s*([a-z-]+)\\s*=\\s*([A-Za-z][A-Za-z0-9.-]*)\\s*(#.*)?");

    private TomlFile() {}

    /**
     * Adds what a file says.
     *
     * @param named what it was named by: {@code --config} or the variable
     */
    static void read(Path file, String named, Map<Setting<?>, Raw> into, List<String> warnings)
            throws ConfigurationException, IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(named + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(
                    named + ": " + file + " cannot be read (" + FileFailure.words(e) + ")", e);
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text; // as some editors write
        JsonNode root;
        try {
            root = new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            int number = e.getLocation().getLineNr();
            checkWord(file, number, text.lines().skip(Math.max(0, number - 1)).findFirst());
            throw new ConfigurationException(
                    file
                            + ":"
                            + number
                            + ": this is not TOML ("
                            + e.getOriginalMessage().toLowerCase(Locale.ROOT)
                            + "); settings look like stun-port = 3478, realm = \"example.org\" and"
                            + " listen = [\"192.0.2.1\", \"192.0.2.2\"], each once",
                    e);
        }
        if (root.properties().isEmpty()) {
            // Also what others see of a file while it is being written: as a reload it would end
            // the relays of everybody whose user or secret is no longer there.
            throw new ConfigurationException(
                    file + " holds no setting; without a file leave " + named + " out");
        }
        boolean holdsSecret = false;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getValue().isObject()) {
                throw new ConfigurationException(
                        "["
                                + UnknownName.shown(entry.getKey())
                                + "] in "
                                + file
                                + ": there are no sections; each setting stands for itself, such"
                                + " as stun-port = 3478");
            }
            Setting<?> setting = setting(entry.getKey(), file);
            into.put(
                    setting,
                    new Raw(texts(setting, entry.getValue(), file), Origin.file(file.toString())));
            holdsSecret |= setting.traits().secret();
        }
        if (holdsSecret && readableByOthers(file)) {
            warnings.add(file + " holds secrets and can be read by others: chmod 600 it.");
        }
    }

    /** Words without quotation marks are what people write most often that is no TOML. */
    private static void checkWord(Path file, int number, Optional<String> line)
            throws ConfigurationException {
        Matcher word = WORD.matcher(line.orElse(""));
        Optional<Setting<?>> setting =
                word.matches() ? Settings.named(word.group(1)) : Optional.empty();
        if (setting.isEmpty()) {
            return;
        }
        String value = setting.get().traits().secret() ? "..." : word.group(2);
        String small = word.group(2).toLowerCase(Locale.ROOT);
        boolean logical = small.equals("true") || small.equals("false");
        throw new ConfigurationException(
                file
                        + ":"
                        + number
                        + ": "
                        + (logical
                                ? small + " is written in small letters: "
                                : "a word wants quotation marks: ")
                        + word.group(1)
                        + " = "
                        + (logical ? small : '"' + value + '"'));
    }

    private static Setting<?> setting(String name, Path file) throws ConfigurationException {
        Optional<Setting<?>> known =
                Settings.named(name).filter(setting -> !setting.equals(Settings.CONFIG));
        if (known.isPresent()) {
            return known.get();
        }
        String hint =
                Nearest.to(name, Settings.names())
                        .filter(near -> !near.equals(Settings.CONFIG.name()))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; docs/configuration.md lists what there is");
        throw new ConfigurationException(
                "unknown setting " + UnknownName.shown(name) + " in " + file + hint);
    }

    private static List<String> texts(Setting<?> setting, JsonNode node, Path file)
            throws ConfigurationException {
        List<String> texts = new ArrayList<>();
        if (node.isArray() && setting.traits().repeatable()) {
            for (JsonNode element : node) {
                texts.addAll(texts(setting, element, file));
            }
        } else if (node.isString() || node.isIntegralNumber() || isSwitch(setting, node)) {
            texts.add(node.asString());
        } else {
            throw new ConfigurationException(
                    setting.name()
                            + " in "
                            + file
                            + " wants "
                            + setting.type().wants()
                            + "; "
                            + (node.isArray()
                                    ? "it has one value, not a list"
                                    : (setting.traits().secret() ? "the value given" : node)
                                            + " is not, or wants quotation marks"));
        }
        return texts;
    }

    /** Whether true or false means something for a setting that is not a text. */
    private static boolean isSwitch(Setting<?> setting, JsonNode node) {
        if (!node.isBoolean()) {
            return false;
        }
        try {
            Object value = setting.type().reader().read(node.asString());
            boolean text = value instanceof String || value instanceof Path;
            return !text && !(value instanceof OutputFile output && output.path() != null);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false; // the caller says what is wanted
        }
    }

    private static boolean readableByOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        return modes.contains(PosixFilePermission.OTHERS_READ);
    }
}
