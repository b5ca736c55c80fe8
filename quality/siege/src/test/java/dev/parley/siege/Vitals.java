package dev.parley.siege;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the system and the server itself say about a running server. */
final class Vitals implements AutoCloseable {
    /** USER_HZ, which is 100 on every architecture that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final Pattern USED =
            Pattern.compile(
                    "^ *(?:DefNew|Tenured|garbage-first heap)\\b.*?\\bused" + " (\\d+)K",
                    Pattern.MULTILINE);

    private final ServerProcess server;
    private final Path proc;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    Vitals(ServerProcess server) {
        this.server = server;
        proc = Path.of("/proc", Long.toString(server.pid()));
    }

    /**
     * CPU time so far, of all threads but the compilers', whose work ends once everything is
     * compiled: a window may have some of it or none.
     */
    long cpuNanos() throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
            for (Path thread : threads.toList()) {
                sum += isCompiler(thread) ? 0 : threadNanos(thread);
            }
        }
        return sum;
    }

    private static boolean isCompiler(Path thread) throws IOException {
        return Files.readString(thread.resolve("comm"), StandardCharsets.UTF_8)
                .contains("Compiler");
    }

    /** To the nanosecond where the system says it so, else in ticks of 10 ms. */
    private static long threadNanos(Path thread) throws IOException {
        Path exact = thread.resolve("schedstat");
        if (Files.exists(exact)) {
            String text = Files.readString(exact, StandardCharsets.UTF_8);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        }
        String stat = Files.readString(thread.resolve("stat"), StandardCharsets.UTF_8);
        // The name, field 2, may contain anything but ends with the last parenthesis.
        List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * NANOS_PER_TICK;
    }

    /** Memory that is not swapped out, in KiB. */
    long residentKib() throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve("status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    /**
     * What its open file descriptors are, without their numbers, in order; but for the program's
     * own files, which are opened when they are first needed.
     */
    List<String> fileDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            return open.map(Vitals::target)
                    .filter(target -> !target.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().replaceAll("\\[\\d+]", "");
        } catch (IOException _) {
            return "closed meanwhile";
        }
    }

    /** What is reachable on the heap, in KiB: collects first, twice, since some things die late. */
    long liveHeapKib() throws IOException {
        jcmd("GC.run");
        jcmd("GC.run");
        return usedHeapKib();
    }

    /** What the heap holds now, garbage too, in KiB. */
    long usedHeapKib() throws IOException {
        String info = jcmd("GC.heap_info");
        Matcher matcher = USED.matcher(info);
        long used = 0;
        boolean found = false;
        while (matcher.find()) {
            used += Long.parseLong(matcher.group(1));
            found = true;
        }
        if (!found) {
            throw new IOException("no heap is described in:\n" + info);
        }
        return used;
    }

    String jcmd(String... command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String[] line =
                Stream.concat(
                                Stream.of(jcmd.toString(), Long.toString(server.pid())),
                                Arrays.stream(command))
                        .toArray(String[]::new);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The server's own figures by name and labels, without the common beginning. */
    Map<String, Long> metrics() throws IOException {
        URI uri = URI.create("http://" + server.metricsAddress() + "/metrics");
        try {
            String text =
                    http.send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            Map<String, Long> figures = new HashMap<>();
            text.lines()
                    .filter(line -> line.startsWith("parley_"))
                    .forEach(line -> {
                        int space = line.lastIndexOf(' ');
                        figures.put(
                                line.substring("parley_".length(), space),
                                (long) Double.parseDouble(line.substring(space + 1)));
                    });
            return figures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for figures", e);
        }
    }

    /** The load of the machine in the last minute. */
    static String load() throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg"), StandardCharsets.UTF_8);
        return load.substring(0, load.indexOf(' '))
                + " on "
                + Runtime.getRuntime().availableProcessors()
                + " processors";
    }

    @Override
    public void close() {
        http.close();
    }
}
