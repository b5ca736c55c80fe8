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
                    "css/anatomy-views.css",
                    "css/anatomy.css",
                    "css/call.css",
                    "css/check.css",
                    "css/ladder.css",
                    "css/panel.css",
                    "css/preview.css",
                    "css/shell.css",
                    "css/start.css",
                    "css/tokens.css",
                    "img/favicon.svg",
                    "img/icons.svg",
                    "js/anatomy/anatomy.js",
                    "js/anatomy/cursor.js",
                    "js/anatomy/follow.js",
                    "js/anatomy/model/axis.js",
                    "js/anatomy/model/candidates.js",
                    "js/anatomy/model/json-place.js",
                    "js/anatomy/model/ladder.js",
                    "js/anatomy/model/mapping.js",
                    "js/anatomy/model/mask.js",
                    "js/anatomy/model/merge.js",
                    "js/anatomy/model/milestones.js",
                    "js/anatomy/model/model.js",
                    "js/anatomy/model/numbers.js",
                    "js/anatomy/model/pairs.js",
                    "js/anatomy/model/read.js",
                    "js/anatomy/model/recording.js",
                    "js/anatomy/model/route.js",
                    "js/anatomy/model/save.js",
                    "js/anatomy/model/sdp-compare.js",
                    "js/anatomy/model/sdp-kinds.js",
                    "js/anatomy/model/sdp.js",
                    "js/anatomy/model/security.js",
                    "js/anatomy/model/series.js",
                    "js/anatomy/of-call.js",
                    "js/anatomy/page.js",
                    "js/anatomy/saving.js",
                    "js/anatomy/views/addresses-view.js",
                    "js/anatomy/views/chart.js",
                    "js/anatomy/views/descriptions-view.js",
                    "js/anatomy/views/ladder-view.js",
                    "js/anatomy/views/log-view.js",
                    "js/anatomy/views/numbers-view.js",
                    "js/anatomy/views/parts.js",
                    "js/anatomy/views/route-view.js",
                    "js/anatomy/views/security-view.js",
                    "js/anatomy/views/timeline-view.js",
                    "js/anatomy/views/windowed.js",
                    "js/call/announcer.js",
                    "js/call/budget.js",
                    "js/call/call.js",
                    "js/call/chat.js",
                    "js/call/clock.js",
                    "js/call/devices.js",
                    "js/call/followed.js",
                    "js/call/ice-servers.js",
                    "js/call/lifetime.js",
                    "js/call/negotiation.js",
                    "js/call/path.js",
                    "js/call/peer.js",
                    "js/call/recorder.js",
                    "js/call/relay-urls.js",
                    "js/call/samples.js",
                    "js/call/screen.js",
                    "js/call/signaling.js",
                    "js/call/slots.js",
                    "js/call/speaking.js",
                    "js/call/state.js",
                    "js/call/transports.js",
                    "js/call/watch.js",
                    "js/check/attempt.js",
                    "js/check/carry.js",
                    "js/check/check.js",
                    "js/check/custom-view.js",
                    "js/check/describe.js",
                    "js/check/dots.js",
                    "js/check/headline-view.js",
                    "js/check/headline.js",
                    "js/check/knock.js",
                    "js/check/path-view.js",
                    "js/check/report.js",
                    "js/check/row-view.js",
                    "js/check/run.js",
                    "js/check/session.js",
                    "js/check/share-view.js",
                    "js/check/verdict.js",
                    "js/files/desk.js",
                    "js/files/file-rows.js",
                    "js/files/frames.js",
                    "js/files/giving.js",
                    "js/files/incoming.js",
                    "js/files/link.js",
                    "js/files/meter.js",
                    "js/files/names.js",
                    "js/files/outgoing.js",
                    "js/files/sha256.js",
                    "js/files/sinks.js",
                    "js/files/transfer.js",
                    "js/files/transfers.js",
                    "js/ladder/call-card.js",
                    "js/ladder/call-ladder.js",
                    "js/ladder/curve.js",
                    "js/ladder/direct.js",
                    "js/ladder/gate.js",
                    "js/ladder/ladder-view.js",
                    "js/ladder/latency.js",
                    "js/ladder/line.js",
                    "js/ladder/member.js",
                    "js/ladder/prober.js",
                    "js/ladder/strip.js",
                    "js/ladder/tally.js",
                    "js/ladder/ways.js",
                    "js/room/call-view.js",
                    "js/room/device-choice.js",
                    "js/room/panel.js",
                    "js/room/preview-view.js",
                    "js/room/room.js",
                    "js/room/screen-tile.js",
                    "js/room/stage.js",
                    "js/room/tile.js",
                    "js/shared/dom.js",
                    "js/shared/own.js",
                    "js/shared/rooms.js",
                    "js/shared/settings.js",
                    "js/shared/sheets.js",
                    "js/shared/shell.js",
                    "js/shared/svg.js",
                    "js/shared/theme-early.js",
                    "js/shared/words.js",
                    "js/start/start.js",
                    "js/text/anatomy.js",
                    "js/text/check.js",
                    "js/text/common.js",
                    "js/text/de/anatomy.js",
                    "js/text/de/check.js",
                    "js/text/de/common.js",
                    "js/text/de/files.js",
                    "js/text/de/ladder.js",
                    "js/text/de/room.js",
                    "js/text/de/sdp.js",
                    "js/text/de/start.js",
                    "js/text/en/anatomy.js",
                    "js/text/en/check.js",
                    "js/text/en/common.js",
                    "js/text/en/files.js",
                    "js/text/en/ladder.js",
                    "js/text/en/room.js",
                    "js/text/en/sdp.js",
                    "js/text/en/start.js",
                    "js/text/files.js",
                    "js/text/ladder.js",
                    "js/text/language.js",
                    "js/text/room.js",
                    "js/text/sdp.js",
                    "js/text/start.js",
                    "sample/anatomy.json");

    /** Programs of others, unpacked from their WebJars by the build, each with its licence. */
    static final List<String> VENDOR =
            List.of(
                    "vendor/uplot/LICENSE",
                    "vendor/uplot/uPlot.iife.min.js",
                    "vendor/uplot/uPlot.min.css");

    /** Pages with an address of their own; {@link #ROOM} comes under the names of rooms. */
    static final Map<String, String> PAGES =
            Map.of(
                    "/",
                    "index.html",
                    "/anatomy",
                    "anatomy.html",
                    "/check",
                    "check.html",
                    "/latency",
                    "latency.html");

    static final String ROOM = "room.html";

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
    private final PageFile room;

    private CallPage() {
        room = read(ROOM);
        Map<String, PageFile> table = new HashMap<>();
        PAGES.forEach((path, file) -> table.put(path, read(file)));
        for (String file : FILES) {
            table.put("/call/" + file, read(file));
        }
        for (String file : VENDOR) {
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
     * The file for the path of a request, as it stands in the request line without its query: one
     * of {@link #PAGES}, {@code /r/NAME} or {@code /call/...}. Nothing is decoded or resolved, so
     * no path leads out of the table. Whether NAME is a good name is the page's business.
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
