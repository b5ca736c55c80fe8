package dev.parley.archtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextLawTest {

    @Test
    void textFilesNameNoMachine() {
        List<Path> files = Tree.textFiles();
        assertThat(files).hasSizeGreaterThan(50);
        assertThat(files.stream().flatMap(TextLawTest::violations)).isEmpty();
    }

    @Test
    void seesPlantedPaths() {
        String slash = "/";
        for (String path : List.of("work/x", "root/x", "home/ana/x", "Users/ana/x")) {
            assertThat(TextLaw.violations("x", "see " + slash + path + "\n")).hasSize(1);
            assertThat(TextLaw.violations("x", "'" + slash + path + "'\n")).hasSize(1);
        }
        assertThat(TextLaw.violations("x", "https://example.org" + slash + "work/x\n")).isEmpty();
        assertThat(TextLaw.violations("x", "$HOME" + slash + "work/x\n")).isEmpty();
        assertThat(TextLaw.violations("x", slash + "usr/lib/jvm\n")).isEmpty();
    }

    @Test
    void seesAPlantedHostAndPlantedLineEnds() {
        String resolved = "\"resolved\"" + ": \"https://registry.example/a.tgz\"\n";
        assertThat(TextLaw.violations("package-lock.json", resolved)).hasSize(1);
        assertThat(TextLaw.violations("x", "a\r\n")).hasSize(1);
        assertThat(TextLaw.violations("x", "a")).hasSize(1);
    }

    private static Stream<String> violations(Path file) {
        return TextLaw.violations(Tree.name(file), Tree.read(file)).stream();
    }
}
