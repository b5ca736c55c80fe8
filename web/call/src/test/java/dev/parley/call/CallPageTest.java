package dev.parley.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CallPageTest {
    private static final Path WEB = Path.of("src/main/resources/dev/parley/call/web");
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"");
    private static final Pattern STATIC_IMPORT = Pattern.compile("from '(\\.[^']+)'");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import\\()\\s*'(\\.[^']+)'");
    private static final Pattern ENTRY =
            Pattern.compile("<script type=\"module\" src=\"/call/js/([^\"]+)\"");
    private static final Pattern PRELOAD =
            Pattern.compile("rel=\"modulepreload\" href=\"/call/js/([^\"]+)\"");

    private final CallPage page = CallPage.load();

    @Test
    void listsEveryFileOfThePage() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Path file : filesOf(WEB)) {
            found.add(WEB.relativize(file).toString().replace('\\', '/'));
        }
        TreeSet<String> listed = new TreeSet<>(CallPage.FILES);
        listed.addAll(CallPage.PAGES.values());
        listed.add(CallPage.ROOM);
        assertThat(listed).isEqualTo(found);
    }

    @Test
    void servesTheStartPageAndRooms() {
        assertThat(page.find("/")).isPresent();
        assertThat(page.find("/r/quiet-amber-otter")).isPresent();
        assertThat(page.find("/r/a%20b")).isPresent();
        assertThat(page.find("/r/quiet-amber-otter").orElseThrow().contentType())
                .isEqualTo("text/html; charset=utf-8");
        assertThat(page.find("/call/js/room/room.js").orElseThrow().contentType())
                .isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void findsNothingOutsideItsTable() {
        for (String path :
                List.of(
                        "",
                        "/r/",
                        "/r/a/b",
                        "/r/" + "a".repeat(300),
                        "/index.html",
                        "/call/",
                        "/call/../module-info.class",
                        "/call/js/%72oom.js",
                        "/call/js/none.js",
                        "//")) {
            assertThat(page.find(path)).as(path).isEmpty();
        }
    }

    @Test
    void answersTheSameEtagForTheSameBytes() {
        PageFile first = page.find("/call/js/room/room.js").orElseThrow();
        PageFile second = CallPage.load().find("/call/js/room/room.js").orElseThrow();
        assertThat(first.etag()).isEqualTo(second.etag()).matches("\"[\\w-]{16}\"");
        assertThat(first.matches(first.etag())).isTrue();
        assertThat(first.matches("\"other\", W/" + first.etag())).isTrue();
        assertThat(first.matches("*")).isTrue();
        assertThat(first.matches("\"other\"")).isFalse();
    }

    @Test
    void keepsItsBytesFromCallers() {
        PageFile file = page.find("/").orElseThrow();
        byte[] copy = file.bytes();
        copy[0] = 'X';
        assertThat(file.bytes()[0]).isNotEqualTo((byte) 'X');
        assertThat(file.lengthBytes()).isEqualTo(copy.length);
    }

    @Test
    void everyAddressInThePagesLeadsToAFile() throws IOException {
        for (String html : pages()) {
            Matcher matcher = ADDRESS.matcher(Files.readString(WEB.resolve(html)));
            while (matcher.find()) {
                assertThat(page.find(matcher.group(1)))
                        .as(html + " " + matcher.group(1))
                        .isPresent();
            }
        }
    }

    @Test
    void preloadsExactlyTheModulesItWillNeed() throws IOException {
        for (String html : pages()) {
            TreeSet<String> needed = new TreeSet<>();
            List<String> open = new ArrayList<>(found(ENTRY, html));
            assertThat(open).as(html).hasSize(1);
            while (!open.isEmpty()) {
                String module = open.removeLast();
                Matcher matcher = STATIC_IMPORT.matcher(read("js/" + module));
                while (matcher.find()) {
                    String target = resolve(module, matcher.group(1));
                    if (needed.add(target)) {
                        open.add(target);
                    }
                }
            }
            assertThat(found(PRELOAD, html)).as(html).containsExactlyElementsOf(needed);
        }
    }

    @Test
    void everyImportedModuleIsListed() throws IOException {
        for (String file : CallPage.FILES) {
            Matcher matcher = IMPORT.matcher(file.endsWith(".js") ? read(file) : "");
            while (matcher.find()) {
                assertThat(CallPage.FILES).as(file).contains(resolve(file, matcher.group(1)));
            }
        }
    }

    @Test
    void holdsNothingInlineAndNothingFromElsewhere() throws IOException {
        for (Path path : filesOf(WEB)) {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            String name = path.getFileName().toString();
            if (name.endsWith(".html")) {
                assertThat(text.toLowerCase(Locale.ROOT))
                        .as(name)
                        .doesNotContain("style=", "onclick=", "<style");
                assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(text).find())
                        .as(name)
                        .isFalse();
            }
            // A recording names header extensions, which look like addresses.
            boolean names = name.endsWith(".svg") || name.endsWith(".json");
            if (!names && !name.equals("dom.js")) {
                assertThat(Pattern.compile("https?://(?!\\$\\{)[a-z]").matcher(text).find())
                        .as(name)
                        .isFalse();
            }
            if (!name.endsWith(".json")) {
                assertThat(text.lines().count()).as(name).isLessThanOrEqualTo(600);
            }
        }
    }

    private static List<String> pages() {
        List<String> pages = new ArrayList<>(CallPage.PAGES.values());
        pages.add(CallPage.ROOM);
        return pages;
    }

    private static List<String> found(Pattern pattern, String html) throws IOException {
        return pattern.matcher(read(html)).results().map(match -> match.group(1)).toList();
    }

    /** The file an import of {@code file} leads to. */
    private static String resolve(String file, String imported) {
        return Path.of(file)
                .resolveSibling(imported)
                .normalize()
                .toString()
                .replace(File.separatorChar, '/');
    }

    private static String read(String file) throws IOException {
        return Files.readString(WEB.resolve(file), StandardCharsets.UTF_8);
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
