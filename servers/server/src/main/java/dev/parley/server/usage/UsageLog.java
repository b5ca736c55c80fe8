package dev.parley.server.usage;

import dev.parley.core.WallClock;
import dev.parley.server.relay.RelayRegister;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.FileFailure;
import dev.parley.server.state.OrdinaryFile;
import dev.parley.turn.AllocationSummary;
import dev.parley.turn.TurnEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes usage records in a thread of its own. Lines are with the system at once and on the disk
 * within seconds. When they cannot be written, that is said once and counted, and relaying goes on;
 * what waits is kept while there is room for it.
 */
public final class UsageLog implements Consumer<TurnEvent>, AutoCloseable {

    /** More than there can be relays, all of which may end at once. */
    private static final int MOST_WAITING = 100_000;

    private static final int BATCH = 512;
    private static final int PAGE = 1000;
    private static final long MEGABYTE = 1_000_000;
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long FORCE_EVERY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long TRY_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final UsageFile file;
    private final WallClock clock;
    private final String server;
    private final String run;
    private final BlockingQueue<UsageRecord> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile Configuration configuration;
    private volatile @Nullable RelayRegister register;
    private volatile boolean closing;

    // Of the thread.
    private final Map<Long, Integer> sequences = new HashMap<>(); // of those that go on
    private final List<UsageRecord> batch = new ArrayList<>();
    private boolean failing;
    private boolean dirty;
    private long forcedAt = System.nanoTime();
    private long interimAt = System.nanoTime();

    private UsageLog(Configuration configuration, Path path, WallClock clock) throws IOException {
        this.configuration = configuration;
        this.path = path;
        this.clock = clock;
        server = configuration.find(Settings.SERVER_ID).orElseGet(UsageLog::nameOfMachine);
        run = Instant.ofEpochMilli(clock.epochMillis(System.nanoTime())).toString();
        try {
            OrdinaryFile.check(path);
            int cut = LastLine.mend(path);
            if (cut > 0) {
                Log.OUT.warn(
                        "The last line of {} was half written: {} bytes taken away", path, cut);
            }
            file = new UsageFile(path);
        } catch (IOException e) {
            throw new IOException(
                    "--usage-file: " + path + " cannot be written (" + FileFailure.words(e) + ")",
                    e);
        }
        thread = Thread.ofPlatform().daemon().name("parley-usage").unstarted(this::run);
        thread.start();
    }

    /**
     * Begins, when the settings ask for it.
     *
     * @param clock over {@link System#nanoTime}, the relay's
     * @throws IOException when the file cannot be written; the message names the option
     */
    public static @Nullable UsageLog open(Configuration configuration, WallClock clock)
            throws IOException {
        Path path = configuration.get(Settings.USAGE_FILE).path();
        return path == null ? null : new UsageLog(configuration, path, clock);
    }

    private static String nameOfMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine without a name
        }
    }

    /** From now on long relays are told of too, where the settings ask for it. */
    public void watch(RelayRegister relays) {
        register = relays;
    }

    /** From now on by other settings; the file and the name of the server stay. */
    public void obey(Configuration next) {
        configuration = next;
    }

    /** Records that are in the file. */
    public long written() {
        return written.get();
    }

    /** Records that never got there. */
    public long lost() {
        return lost.get();
    }

    /** Does not block. */
    @Override
    public void accept(TurnEvent event) {
        if (event instanceof TurnEvent.AllocationEnded ended
                && !waiting.offer(UsageRecord.of(ended))) {
            lost.incrementAndGet();
        }
    }

    private void run() {
        while (!closing || !waiting.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) { // else what could not be written is tried again
                    take();
                }
            } catch (InterruptedException e) {
                closing = true;
            }
            write();
            force();
        }
        try {
            file.force();
            file.close();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void take() throws InterruptedException {
        UsageRecord first = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
        tellOfThoseThatGoOn();
    }

    private void tellOfThoseThatGoOn() throws InterruptedException {
        long every = TimeUnit.MINUTES.toNanos(configuration.get(Settings.USAGE_MINUTES));
        RelayRegister relays = register;
        if (every == 0 || relays == null || System.nanoTime() - interimAt < every || closing) {
            return;
        }
        interimAt = System.nanoTime();
        long after = 0;
        List<AllocationSummary> page;
        do {
            try {
                page = relays.list(after, PAGE, _ -> true).get(10, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                Log.OUT.warn("The relay was too busy to tell what goes on: {}", e.getMessage());
                return;
            }
            long now = relays.now();
            for (AllocationSummary standing : page) {
                after = standing.allocation();
                if (now - standing.createdAtNanos() >= every / 2) {
                    batch.add(UsageRecord.of(standing, now));
                }
            }
        } while (page.size() == PAGE);
    }

    private void write() {
        if (batch.isEmpty()) {
            return;
        }
        Configuration by = configuration;
        StringBuilder lines = new StringBuilder();
        Map<Long, Integer> next = new HashMap<>();
        for (UsageRecord record : batch) {
            int sequence =
                    next.getOrDefault(
                                    record.allocation(),
                                    sequences.getOrDefault(record.allocation(), 0))
                            + 1;
            next.put(record.allocation(), sequence);
            Instant at = Instant.ofEpochMilli(clock.epochMillis(record.atNanos()));
            lines.append(record.json(server, run, at, sequence, by.get(Settings.USAGE_ADDRESS)))
                    .append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            file.append(
                    bytes,
                    by.get(Settings.USAGE_MEGABYTES) * MEGABYTE,
                    by.get(Settings.USAGE_KEEP));
        } catch (IOException e) {
            fail(e);
            return;
        }
        sequences.putAll(next);
        batch.stream()
                .filter(record -> record.reason() != null)
                .forEach(record -> sequences.remove(record.allocation()));
        written.addAndGet(batch.size());
        batch.clear();
        dirty = true;
        if (failing) {
            failing = false;
            Log.OUT.info("Usage is written again; {} records are lost so far", lost.get());
        }
    }

    /** What could not be written is kept for another try, until the end. */
    private void fail(IOException e) {
        if (!failing) {
            failing = true;
            Log.OUT.error(
                    "Usage cannot be written to {}: {}; relaying goes on", path, e.getMessage());
        }
        if (closing) {
            lost.addAndGet(batch.size() + (long) waiting.size());
            batch.clear();
            waiting.clear();
        } else {
            LockSupport.parkNanos(TRY_AGAIN_NANOS);
        }
    }

    private void force() {
        if (dirty && System.nanoTime() - forcedAt >= FORCE_EVERY_NANOS) {
            dirty = false;
            forcedAt = System.nanoTime();
            try {
                file.force();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Writes what waits, after the relay has ended. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(PATIENCE)) {
                Log.OUT.warn("Usage was not written within {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Made with the first line: a relay answers before there is a log. */
    private static final class Log {
        static final Logger OUT = LoggerFactory.getLogger("parley.usage");
    }
}
