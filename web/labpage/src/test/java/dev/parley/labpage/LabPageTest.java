package dev.parley.labpage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.call.PageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabPageTest {
    private static final Path ROOT = Path.of("src/main/resources/dev/parley/labpage/web");
    private static final int MOST_LINES = 600;

    private final LabPage page = LabPage.load();

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String text(String path) {
        return new String(page.find(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfTheFolderIsServed() throws IOException {
        for (Path file : files()) {
            String name = ROOT.relativize(file).toString().replace('\\', '/');
            if (!name.endsWith(".html")) {
                assertThat(page.paths()).contains("/lab/" + name);
            }
        }
    }

    @Test
    void everythingThatAPageOrModuleNamesIsServed() {
        Pattern reference =
                Pattern.compile(
                        "(?:from |import\\(|href=|src=)['\"]([^'\"#]+\\.(?:js|css|svg))['\"#]");
        for (String path : page.paths()) {
            Matcher found = reference.matcher(text(path));
            while (found.find()) {
                Path target = Path.of(path).resolveSibling(found.group(1)).normalize();
                assertThat(page.find(target.toString().replace('\\', '/')))
                        .as("%s in %s", found.group(1), path)
                        .isPresent();
            }
        }
    }

    @Test
    void lessonsShareOnePage() {
        PageFile lab = page.find("/lab").orElseThrow();
        assertThat(page.find("/lab/hole-punching")).contains(lab);
        assertThat(page.find("/lab/")).contains(lab);
        assertThat(page.find("/lab/../secret")).isEmpty();
        assertThat(page.find("/lab/js/none.js")).isEmpty();
        assertThat(page.find("/call/js/call.js")).isEmpty();
    }

    @Test
    void nothingIsInlineOrFromElsewhere() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (file.toString().endsWith(".html")) {
                assertThat(text)
                        .doesNotContain("style=", "onclick=", "<style")
                        .doesNotContainPattern("<script(?![^>]*src=)");
            }
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .as("%s", file)
                    .doesNotContainPattern("https?://");
        }
    }

    @Test
    void noFileIsLong() throws IOException {
        for (Path file : files()) {
            assertThat(Files.readAllLines(file, StandardCharsets.UTF_8))
                    .as("%s", file)
                    .hasSizeLessThanOrEqualTo(MOST_LINES);
        }
    }
}
