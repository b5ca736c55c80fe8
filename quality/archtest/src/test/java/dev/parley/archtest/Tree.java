package dev.parley.archtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source tree that the laws rule. */
final class Tree {
    static final Path ROOT = root();

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea");
    private static final String FUZZ_CORPUS = "quality/fuzz/src/test/resources/corpus/";
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Tree() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("run the tests inside the source tree");
            }
            folder = parent;
        }
        return folder;
    }

    /** The folders that the root pom builds, in its order. */
    static List<String> mavenModules() {
        return MODULE.matcher(read("pom.xml")).results().map(result -> result.group(1)).toList();
    }

    /** The modules that have main code to be shipped; benchmarks are main code that is not. */
    static List<Module> modules() {
        return mavenModules().stream()
                .filter(folder -> !folder.startsWith("quality/"))
                .map(Module::new)
                .filter(module -> Files.exists(module.sources()))
                .toList();
    }

    static Stream<Module> cores() {
        return modules().stream().filter(Module::isCore);
    }

    static String read(String file) {
        return read(ROOT.resolve(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not readable as UTF-8 text", e);
        }
    }

    /** Every Java file below a folder of the tree. */
    static List<Path> javaFiles(Path folder) {
        return files(folder).stream().filter(file -> file.toString().endsWith(".java")).toList();
    }

    /**
     * Every text file that belongs to the project; inputs of fuzz targets are bytes as they are.
     */
    static List<Path> textFiles() {
        return files(ROOT).stream()
                .filter(file -> !name(file).startsWith(FUZZ_CORPUS))
                .filter(Tree::isText)
                .toList();
    }

    private static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path inner, BasicFileAttributes attributes) {
                            return NOT_OURS.contains(inner.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            boolean ours = !NOT_OURS.contains(file.getFileName().toString());
                            if (ours && attributes.isRegularFile()) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static boolean isText(Path file) {
        try (var in = Files.newInputStream(file)) {
            for (byte b : in.readNBytes(8192)) {
                if (b == 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path from the root, for messages. */
    static String name(Path file) {
        return ROOT.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    }

    /** What stands between the tags, in order. */
    static List<String> tags(String xml, String tag) {
        Matcher matcher = Pattern.compile("<" + tag + ">([^<]*)</" + tag + ">").matcher(xml);
        return matcher.results().map(result -> result.group(1).strip()).toList();
    }
}
