package dev.parley.archtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceLawTest {

    static Stream<Module> modules() {
        return Tree.modules().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void mainFilesAreSmallSingleAndWellNamed(Module module) {
        List<Path> files = Tree.javaFiles(module.sources());
        assertThat(files).isNotEmpty();
        assertThat(files.stream().flatMap(file -> violations(file).stream())).isEmpty();
    }

    @Test
    void testFilesAreSmallSingleAndWellNamed() {
        assertThat(testFiles().flatMap(file -> violations(file).stream())).isEmpty();
    }

    @Test
    void mostMainFilesFitOnAPage() {
        List<Long> lines =
                modules()
                        .flatMap(module -> Tree.javaFiles(module.sources()).stream())
                        .map(file -> Tree.read(file).lines().count())
                        .sorted()
                        .toList();
        assertThat(lines.get(lines.size() / 2)).as("median lines of a file").isLessThan(121L);
    }

    @Test
    void testsWaitForEventsAndNeverSleep() {
        assertThat(testFiles())
                .filteredOn(file -> !file.toString().contains("archtest"))
                .noneMatch(file -> Tree.read(file).contains("Thread.sleep("));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyPackageHasAPage(Module module) {
        TreeSet<Path> folders = new TreeSet<>();
        for (Path file : Tree.javaFiles(module.sources())) {
            folders.add(file.getParent());
        }
        folders.remove(module.sources());
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            Path page = folder.resolve("package-info.java");
            assertThat(Files.exists(page)).as("%s exists", Tree.name(page)).isTrue();
            assertThat(Tree.read(page)).as(Tree.name(page)).contains("/**");
        }
    }

    @Test
    void seesPlantedFaults() {
        String twoTypes = "final class One {}\n\nrecord Two() {}\n";
        assertThat(SourceLaw.violations("One.java", twoTypes)).hasSize(1);
        for (String name : List.of("PeerImpl", "RoomManager", "TestHelper", "StringUtils")) {
            assertThat(SourceLaw.violations("x", "public sealed interface " + name + " {}"))
                    .singleElement()
                    .asString()
                    .contains(name);
        }
        assertThat(SourceLaw.violations("x", "class Utility {\n    class Inner {}\n}")).isEmpty();
        assertThat(SourceLaw.violations("x", "line\n".repeat(600))).isEmpty();
        assertThat(SourceLaw.violations("x", "line\n".repeat(601))).hasSize(1);
        assertThat(SourceLaw.getters("x", "    public int getPort() {")).hasSize(1);
        assertThat(SourceLaw.getters("x", "    @Override\n    public int getPort() {")).isEmpty();
        assertThat(SourceLaw.getters("x", "    public int port() {")).isEmpty();
    }

    private static List<String> violations(Path file) {
        String text = Tree.read(file);
        String name = Tree.name(file);
        return Stream.concat(
                        SourceLaw.violations(name, text).stream(),
                        SourceLaw.getters(name, text).stream())
                .toList();
    }

    private static Stream<Path> testFiles() {
        return Tree.mavenModules().stream()
                .map(folder -> Tree.ROOT.resolve(folder).resolve("src/test/java"))
                .filter(Files::exists)
                .flatMap(folder -> Tree.javaFiles(folder).stream());
    }
}
