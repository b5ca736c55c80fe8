package dev.parley.cli;

import dev.parley.core.Paths;
import dev.parley.stun.behaviour.NatDiscovery;
import dev.parley.stun.behaviour.NatDiscoveryEvent;
import dev.parley.stun.behaviour.NatDiscoveryOptions;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.NioDriver;
import dev.parley.udp.SecureRandomSource;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One discovery on real sockets. */
final class NatRun {
    private static final int MAX_PATHS = 256;
    private static final long TICK_MILLIS = 250;

    private NatRun() {}

    /**
     * Runs it to its end.
     *
     * @param progress told what is known so far, a few times a second
     */
    static NatReport run(NatDiscoveryOptions options, Consumer<NatReport> progress)
            throws IOException, InterruptedException {
        BlockingQueue<NatDiscoveryEvent> events = new LinkedBlockingQueue<>();
        Paths paths = new Paths(MAX_PATHS);
        NatDiscovery discovery = new NatDiscovery(paths, new SecureRandomSource(), options);
        try (EventLoop<NatDiscoveryEvent> loop =
                new EventLoop<>(
                        "parley-natcheck",
                        new NioDriver(),
                        paths,
                        discovery,
                        DatagramTap.NONE,
                        events::add)) {
            loop.start();
            loop.execute(() -> discovery.start(loop.now()));
            long ends = System.nanoTime() + longest(options);
            @Nullable NatReport known = null;
            while (System.nanoTime() < ends) {
                NatDiscoveryEvent event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (event instanceof NatDiscoveryEvent.Finished) {
                    return event.report();
                }
                known = event == null ? known : event.report();
                if (known != null) {
                    progress.accept(known);
                }
            }
        }
        throw new IllegalStateException("a discovery ends by itself");
    }

    /** Far more than a discovery takes. */
    private static long longest(NatDiscoveryOptions options) {
        return 20 * options.timeoutNanos() + 4 * options.lifetimeNanos();
    }
}
