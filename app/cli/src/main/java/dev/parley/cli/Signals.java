package dev.parley.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and Ctrl-C: the first asks for an end, the second for a quick one, and the third ends at
 * once, as does a quick end that takes too long. SIGHUP asks for a reload, or for an end when the
 * terminal is gone that the program was started from. The JDK's own way of hearing of a signal, a
 * shutdown hook, would end with code 143 and cannot hear the second.
 *
 * <p>{@code sun.misc.Signal} has been there for every release, is exported by {@code
 * jdk.unsupported} and has no successor. It is called by name because the compiler's warning about
 * it cannot be turned off.
 */
final class Signals {
    private static final int KILLED_BY_SIGNAL = 128;

    /**
     * For connections to close, which may take five seconds, for relays to end and for their
     * records to be written; a disk that hangs is not waited for.
     */
    static final Duration QUICK = Duration.ofSeconds(10);

    private final CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final Semaphore hangups = new Semaphore(0);

    private boolean hearingHangups;

    /** What a second signal asks for; until there is something, it ends at once. */
    private volatile @Nullable Runnable quickEnd;

    private volatile Duration patience = Duration.ZERO;

    private Signals() {}

    /** Hears all signals but SIGHUP, from now on. */
    static Signals install() {
        Signals signals = new Signals();
        signals.hearEnds();
        return signals;
    }

    /** Hears nothing yet. */
    static Signals unheard() {
        return new Signals();
    }

    /**
     * From now on SIGHUP is remembered, which ends a JVM otherwise; what it asks for is done by
     * {@link #onHangup}. Takes 20 ms at a start, for what is called by name is searched.
     */
    void hearHangups() {
        if (hearingHangups) {
            return;
        }
        hearingHangups = true;
        try {
            handle(_ -> hangups.release(), "HUP");
        } catch (Throwable e) {
            // Another JVM, or one that keeps signals to itself (-Xrs): reload by the admin API.
            return;
        }
    }

    /** From now on signals that ask for an end come here. */
    void hearEnds() {
        try {
            handle(this::heard, "TERM", "INT");
        } catch (Throwable e) {
            // Another JVM, or one that keeps signals to itself (-Xrs): end without a drain.
            Runtime.getRuntime().addShutdownHook(new Thread(this::ask));
        }
    }

    /** From now on Ctrl-C does nothing here: it is for the programs that we started. */
    static void ignoreInterrupts() {
        try {
            handle(number -> {}, "INT");
        } catch (Throwable e) {
            // Another JVM, or one that keeps signals to itself (-Xrs): Ctrl-C ends us as well.
            return;
        }
    }

    private static void handle(IntConsumer listener, String... names) throws Throwable {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        var number = lookup.findVirtual(signal, "getNumber", MethodType.methodType(int.class));
        InvocationHandler heard =
                (proxy, method, args) -> {
                    if (method.getName().equals("handle")) {
                        listener.accept((int) number.invoke(args[0]));
                    }
                    return null;
                };
        Object listening =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handler}, heard);
        var make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
        var handle =
                lookup.findStatic(
                        signal, "handle", MethodType.methodType(handler, signal, handler));
        for (String name : names) {
            handle.invoke(make.invoke(name), listening);
        }
    }

    /**
     * From now on SIGHUP asks for this, one at a time; one that came before at once.
     *
     * @param attached whether a terminal stood behind the program when it was started
     */
    void onHangup(boolean attached, Runnable reload) {
        hearHangups();
        Thread.ofPlatform()
                .daemon()
                .name("parley-reload")
                .start(() -> {
                    while (true) {
                        hangups.acquireUninterruptibly();
                        hangups.drainPermits();
                        if (attached && !hasTerminal()) {
                            ask();
                        } else {
                            reload.run();
                        }
                    }
                });
    }

    private static boolean hasTerminal() {
        try (FileInputStream _ = new FileInputStream("/dev/tty")) {
            return true;
        } catch (IOException e) {
            return false; // opened by nobody whose terminal was closed
        }
    }

    /** Done at the first signal. */
    CompletableFuture<@Nullable Void> asked() {
        return asked;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        try {
            asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signal does not fail.", e);
        }
    }

    /** As a first signal does. */
    void ask() {
        asked.complete(null);
    }

    /**
     * From now on a second signal asks for this.
     *
     * @param most how long it may take
     */
    void onHurry(Duration most, Runnable end) {
        patience = most;
        quickEnd = end;
    }

    private void heard(int number) {
        if (asked.complete(null)) {
            return;
        }
        Runnable end = quickEnd;
        if (end == null || hurried.getAndSet(true)) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
        } else {
            haltLater(number);
            end.run();
        }
    }

    private void haltLater(int number) {
        Thread.ofPlatform()
                .daemon()
                .name("parley-patience")
                .start(() -> {
                    long end = System.nanoTime() + patience.toNanos();
                    for (long left; (left = end - System.nanoTime()) > 0; ) {
                        LockSupport.parkNanos(left);
                    }
                    Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
                });
    }
}
