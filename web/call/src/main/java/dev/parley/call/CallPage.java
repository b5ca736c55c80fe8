package dev.parley.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the call page, by the path of a request. An immutable table read once at start; may
 * be shared by all threads.
 */
public final class CallPage {
    /** Paths of everything under {@code /call/}. By hand: what is not listed is not served. */
    static final List<String> FILES =
            List.of(
                    "css/anatomy.css",
                    "css/call.css",
                    "css/panel.css",
                    "css/preview.css",
                    "css/shell.css",
                    "css/start.css",
                    "css/tokens.css",
                    "img/favicon.svg",
                    "img/icons.svg",
                    "js/anatomy.js",
                    "js/call-view.js",
                    "js/call.js",
                    "js/chat.js",
                    "js/device-choice.js",
                    "js/devices.js",
                    "js/dom.js",
                    "js/messages.en.js",
                    "js/negotiation.js",
                    "js/panel.js",
                    "js/path.js",
                    "js/peer.js",
                    "js/preview-view.js",
                    "js/recorder.js",
                    "js/room.js",
                    "js/rooms.js",
                    "js/sdp-lines.js",
                    "js/sheets.js",
                    "js/shell.js",
                    "js/signaling.js",
                    "js/start.js",
                    "js/state.js",
                    "js/theme-early.js",
                    "js/tile.js",
                    "js/watch.js",
                    "js/words.js");

    private static final String ROOM_PREFIX = "/r/";
    private static final int ROOM_CHARACTERS = 192;

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control", "no-cache",
                    "Content-Security-Policy",
                            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src"
                                    + " 'none'",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Permissions-Policy",
                            "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
                    "Referrer-Policy", "no-referrer",
                    "X-Content-Type-Options", "nosniff");

    private final Map<String, PageFile> files;
    private final PageFile start;
    private final PageFile room;

    private CallPage() {
        start = read("index.html");
        room = read("room.html");
        Map<String, PageFile> table = new HashMap<>();
        table.put("/", start);
        for (String file : FILES) {
            table.put("/call/" + file, read(file));
        }
        files = Map.copyOf(table);
    }

    /**
     * Reads the page out of this module.
     *
     * @throws UncheckedIOException when a file cannot be read, which means a damaged installation
     */
    public static CallPage load() {
        return new CallPage();
    }

    /**
     * The file for the path of a request, as it stands in the request line without its query:
     * {@code /}, {@code /r/NAME} or {@code /call/...}. Nothing is decoded or resolved, so no path
     * leads out of the table. Whether NAME is a good name is the page's business.
     */
    public Optional<PageFile> find(String path) {
        PageFile file = files.get(path);
        if (file == null && isRoom(path)) {
            file = room;
        }
        return Optional.ofNullable(file);
    }

    /** All paths with a fixed file; rooms come on top of them. */
    public Set<String> paths() {
        return files.keySet();
    }

    /**
     * Headers every answer with a file of the page carries: nothing from other origins, nothing
     * inline, no framing, and a question to the server before a kept copy is used.
     */
    public static Map<String, String> headers() {
        return HEADERS;
    }

    private static boolean isRoom(String path) {
        return path.startsWith(ROOM_PREFIX)
                && path.length() > ROOM_PREFIX.length()
                && path.length() <= ROOM_PREFIX.length() + ROOM_CHARACTERS
                && path.indexOf('/', ROOM_PREFIX.length()) < 0;
    }

    private static PageFile read(String file) {
        try (InputStream in = CallPage.class.getResourceAsStream("web/" + file)) {
            return PageFile.read(file, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
