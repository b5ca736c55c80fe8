package dev.parley.labpage;

import dev.parley.call.CallPage;
import dev.parley.call.PageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the lab's page, by the path of a request, and those of the call page that it shares:
 * colours, buttons, sheets. An immutable table read once at start; may be shared by all threads.
 */
public final class LabPage {
    /** Paths of everything under {@code /lab/}. By hand: what is not listed is not served. */
    static final List<String> FILES =
            List.of(
                    "css/details.css",
                    "css/lab.css",
                    "css/ladder.css",
                    "css/lessons.css",
                    "css/map.css",
                    "css/sheets.css",
                    "js/address.js",
                    "js/api.js",
                    "js/behaviour.js",
                    "js/builder.js",
                    "js/changes.js",
                    "js/colours.js",
                    "js/fields.js",
                    "js/find.js",
                    "js/flights.js",
                    "js/forms.js",
                    "js/frame.js",
                    "js/gateway-fields.js",
                    "js/glyphs.js",
                    "js/inspector.js",
                    "js/keyframes.js",
                    "js/keys.js",
                    "js/kinds.js",
                    "js/lab.js",
                    "js/ladder-view.js",
                    "js/ladder.js",
                    "js/lanes.js",
                    "js/layout.js",
                    "js/lesson-steps.js",
                    "js/lesson-view.js",
                    "js/lessons-more.en.js",
                    "js/lessons.en.js",
                    "js/main.js",
                    "js/map-view.js",
                    "js/messages.en.js",
                    "js/net-builder.js",
                    "js/net.js",
                    "js/packet-canvas.js",
                    "js/packet-view.js",
                    "js/parts.js",
                    "js/player.js",
                    "js/rows.js",
                    "js/run.js",
                    "js/scene.js",
                    "js/stage.js",
                    "js/story.js",
                    "js/tables-view.js",
                    "js/transport.js",
                    "js/why-view.js",
                    "js/why.js",
                    "js/world.js");

    /** What the lab takes from the call page, under {@code /call/}. */
    static final List<String> SHARED =
            List.of(
                    "css/shell.css",
                    "css/tokens.css",
                    "img/favicon.svg",
                    "img/icons.svg",
                    "js/shared/dom.js",
                    "js/shared/rooms.js",
                    "js/shared/settings.js",
                    "js/shared/sheets.js",
                    "js/shared/shell.js",
                    "js/shared/theme-early.js",
                    "js/text/common.js",
                    "js/text/en/common.js",
                    "js/text/language.js");

    private static final String PREFIX = "/lab/";
    private static final String LESSON = "[a-z0-9-]{1,64}";

    private final Map<String, PageFile> files;
    private final PageFile page;

    private LabPage() {
        page = read("lab.html");
        Map<String, PageFile> table = new HashMap<>();
        table.put("/lab", page);
        for (String file : FILES) {
            table.put(PREFIX + file, read(file));
        }
        CallPage call = CallPage.load();
        for (String file : SHARED) {
            String path = "/call/" + file;
            table.put(path, call.find(path).orElseThrow());
        }
        files = Map.copyOf(table);
    }

    /**
     * Reads the page out of this module and the one of the call page.
     *
     * @throws UncheckedIOException when a file cannot be read, which means a damaged installation
     */
    public static LabPage load() {
        return new LabPage();
    }

    /**
     * The file for the path of a request without its query: {@code /lab}, {@code /lab/LESSON},
     * {@code /lab/...} or a shared file. Nothing is decoded or resolved, so no path leads out of
     * the table. Whether there is such a lesson is the page's business.
     */
    public Optional<PageFile> find(String path) {
        PageFile file = files.get(path);
        if (file == null && path.startsWith(PREFIX)) {
            String name = path.substring(PREFIX.length());
            file = name.isEmpty() || name.matches(LESSON) ? page : null;
        }
        return Optional.ofNullable(file);
    }

    /** All paths with a fixed file. */
    public Set<String> paths() {
        return files.keySet();
    }

    private static PageFile read(String file) {
        try (InputStream in = LabPage.class.getResourceAsStream("web/" + file)) {
            return PageFile.read(file, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
