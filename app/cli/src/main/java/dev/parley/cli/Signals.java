package dev.parley.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and Ctrl-C: the first asks for an end, the second ends at once. SIGHUP asks for a reload,
 * or for an end when the terminal is gone that the program was started from. The JDK's own way of
 * hearing of a signal, a shutdown hook, would end with code 143 and cannot hear the second.
 *
 * <p>{@code sun.misc.Signal} has been there for every release, is exported by {@code
 * jdk.unsupported} and has no successor. It is called by name because the compiler's warning about
 * it cannot be turned off.
 */
final class Signals {
    private static final int KILLED_BY_SIGNAL = 128;

    private final CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();

    private Signals() {}

    /** From now on signals come here. */
    static Signals install() {
        Signals signals = new Signals();
        try {
            handle(signals::heard, "TERM", "INT");
        } catch (Throwable e) {
            // Another JVM, or one that keeps signals to itself (-Xrs): end without a drain.
            Runtime.getRuntime().addShutdownHook(new Thread(signals::ask));
        }
        return signals;
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
     * From now on SIGHUP asks for this, one at a time.
     *
     * @param attached whether a terminal stood behind the program when it was started
     */
    void onHangup(boolean attached, Runnable reload) {
        Semaphore hangups = new Semaphore(0);
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
        try {
            handle(_ -> hangups.release(), "HUP");
        } catch (Throwable e) {
            // Another JVM, or one that keeps signals to itself (-Xrs): reload by the admin API.
            return;
        }
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

    private void ask() {
        asked.complete(null);
    }

    private void heard(int number) {
        if (!asked.complete(null)) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
        }
    }
}
