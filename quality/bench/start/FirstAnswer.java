import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a server takes from its start to its first answer to a STUN Binding request
 * over UDP, and what it costs: a request leaves every millisecond until one is answered. Linux.
 *
 * <pre>
 *   java quality/bench/start/FirstAnswer.java PORT RUNS COMMAND...
 *   java quality/bench/start/FirstAnswer.java 23010 7 ./parley turn --stun-port 23010 --data-dir /tmp/d
 * </pre>
 *
 * <p>For each run and as a median: wall milliseconds to the first answer; milliseconds of processor
 * until then, of all threads; the same two seconds later; resident memory two seconds later, in MB.
 */
public final class FirstAnswer {
    private static final byte[] BINDING =
            HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");
    private static final long SETTLING_MILLIS = 2000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private FirstAnswer() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int runs = Integer.parseInt(args[1]);
        List<String> command = List.of(args).subList(2, args.length);
        double[][] columns = new double[4][runs];
        System.out.println("      wall ms   cpu ms  cpu ms later  RSS MB");
        for (int run = 0; run < runs; run++) {
            double[] row = measure(port, command);
            print("", row);
            for (int i = 0; i < row.length; i++) {
                columns[i][run] = row[i];
            }
        }
        double[] medians = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Arrays.sort(columns[i]);
            medians[i] = columns[i][runs / 2];
        }
        print("median", medians);
    }

    private static void print(String label, double[] row) {
        System.out.printf(
                Locale.ROOT,
                "%-6s %6.0f %8.0f %13.0f %7.1f%n",
                label,
                row[0],
                row[1],
                row[2],
                row[3]);
    }

    private static double[] measure(int port, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(new File("/dev/null"));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            long answered = awaitAnswer(process, port);
            double cpu = cpuMillis(process.pid());
            Thread.sleep(SETTLING_MILLIS);
            return new double[] {
                (answered - began) / 1e6,
                cpu,
                cpuMillis(process.pid()),
                residentMegabytes(process.pid())
            };
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static long awaitAnswer(Process process, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(1);
            DatagramPacket request = new DatagramPacket(BINDING, BINDING.length);
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    socket.send(request);
                    socket.receive(answer);
                    return System.nanoTime();
                } catch (SocketTimeoutException e) {
                    continue;
                } catch (PortUnreachableException e) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); // not there yet
                }
            }
        }
        throw new IOException("no answer from port " + port);
    }

    /** Of all threads that are there, to the nanosecond. */
    private static double cpuMillis(long pid) throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                try {
                    String figures = Files.readString(thread.resolve("schedstat"));
                    nanos += Long.parseLong(figures.split(" ")[0]);
                } catch (NoSuchFileException e) {
                    continue; // it has just ended
                }
            }
        }
        return nanos / 1e6;
    }

    private static double residentMegabytes(long pid) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
        lines.removeIf(line -> !line.startsWith("VmRSS:"));
        return Long.parseLong(lines.getFirst().replaceAll("\\D", "")) / 1024.0;
    }
}
