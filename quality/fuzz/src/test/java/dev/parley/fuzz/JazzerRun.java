package dev.parley.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jazzer on one target, in a JVM of its own: it takes one target per process. */
final class JazzerRun {
    private static final int GRACE_SECONDS = 120;
    private static final int MAX_INPUT_BYTES = 4096;
    private static final String UNSAFE_SANITIZER =
            "com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer";

    private final Class<? extends FuzzTarget> target;
    private final Path seeds;
    private final Path folder;

    JazzerRun(Class<? extends FuzzTarget> target, Path seeds) {
        this.target = target;
        this.seeds = seeds;
        folder = folder(target);
    }

    /** Where logs and broken inputs of a target go. */
    static Path folder(Class<? extends FuzzTarget> target) {
        return Path.of(System.getProperty("fuzz.folder", "target/fuzz"), target.getSimpleName());
    }

    Path folder() {
        return folder;
    }

    /**
     * Works for so many seconds, or until something breaks.
     *
     * @return 0 when nothing broke
     */
    int execute(int seconds) throws IOException, InterruptedException {
        Path found = Files.createDirectories(folder.resolve("found"));
        Process jazzer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+EnableDynamicAgentLoading",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Xmx512m",
                                "-Dfuzz.folder=" + folder.getParent(),
                                "-cp",
                                classPath(),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + JazzerEntry.class.getName(),
                                "--target_args=" + target.getName(),
                                "--instrumentation_includes=dev.parley.**",
                                // It breaks the queues of Netty's allocator, and is about code
                                // that hands out memory by itself, which is not ours.
                                "--disabled_hooks=" + UNSAFE_SANITIZER,
                                "--reproducer_path=" + folder,
                                "-artifact_prefix=" + folder + "/",
                                "-max_total_time=" + seconds,
                                "-max_len=" + MAX_INPUT_BYTES,
                                "-rss_limit_mb=8192", // the heap is bounded; its own tables are not
                                "-timeout=60", // long: the first input waits for instrumentation
                                "-print_final_stats=1",
                                found.toString(),
                                seeds.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log().toFile())
                        .start();
        try {
            if (jazzer.waitFor((long) seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                return jazzer.exitValue();
            }
            throw new IOException("Jazzer did not end by itself; see " + log());
        } finally {
            jazzer.destroyForcibly();
        }
    }

    private Path log() {
        return folder.resolve("jazzer.log");
    }

    /** Surefire's own class path is one jar that refers to the real one. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    String tail() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /** How many inputs were tried, and how far into the code they came. */
    String summary() throws IOException {
        String inputs = "no final line";
        String coverage = "";
        for (String line : Files.readAllLines(log())) {
            if (line.startsWith("stat::number_of_executed_units")) {
                inputs = line.substring(line.lastIndexOf(' ') + 1) + " inputs";
            } else if (line.startsWith("#") && line.contains(" cov: ")) {
                coverage = line.replaceFirst(".*?(cov: \\d+ ft: \\d+).*", "$1");
            }
        }
        return inputs + ", " + coverage;
    }
}
