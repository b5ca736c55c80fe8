package dev.parley.archtest.planted;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything that a protocol core must not do, and a little that it may. */
@SuppressWarnings("all")
public final class PlantedImpurities {
    private final ReentrantLock lock = new ReentrantLock();
    private final ThreadLocal<String> local = new ThreadLocal<>();
    private @Nullable ExecutorService executor;
    private @Nullable ConcurrentHashMap<String, String> shared;
    private int guarded;

    void sockets() throws IOException {
        new DatagramSocket().close();
        DatagramChannel.open().close();
        InetAddress.getByName("name.example");
        new InetSocketAddress("name.example", 1);
        Files.exists(Path.of("file"));
    }

    void time() {
        LongSupplier reference = System::nanoTime;
        long millis = System.currentTimeMillis();
        Instant now = Instant.now();
        Clock clock = Clock.systemUTC();
    }

    void randomness() {
        double a = Math.random();
        int b = ThreadLocalRandom.current().nextInt();
        SecureRandom c = new SecureRandom();
        Random d = new Random(1);
        UUID e = UUID.randomUUID();
    }

    void threads() {
        Thread.ofVirtual().start(() -> {});
        executor = Executors.newCachedThreadPool();
        lock.lock();
        notifyAll();
    }

    void outside() {
        System.getLogger("name").log(System.Logger.Level.INFO, "text");
        System.out.println(System.getenv("KEY"));
    }

    synchronized void synchronizedMethod() {
        guarded++;
    }

    void synchronizedBlock() {
        synchronized (this) {
            guarded++;
        }
    }

    void allowed(InetAddress address, byte[] bytes) {
        InetSocketAddress value = new InetSocketAddress(address, 1);
        System.arraycopy(bytes, 0, bytes, 1, 1);
        Duration duration = Duration.ofNanos(TimeUnit.SECONDS.toNanos(1));
    }
}
