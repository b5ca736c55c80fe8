package dev.parley.internet;

import dev.parley.core.Deadlines;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A core that runs on a host, as a driver would run it on real sockets: interns paths, hands over
 * what arrives, drains, answers commands, keeps the one timer.
 *
 * <pre>
 *   var ana = host.run(sockets -&gt; new StunClient(sockets.paths(), random, policy));
 *   int socket = ana.sockets().open(0);
 *   ana.act((now, core) -&gt; core.request(now, ana.sockets().path(socket, server), null));
 *   internet.run();
 *   ana.events();
 * </pre>
 *
 * <p>Streams are paths, too: {@link Sockets#listen} and {@link Sockets#connect}.
 *
 * @param <E> the event type of the core
 * @param <C> the core
 */
public final class Program<E, C extends ProtocolCore<E>> {
    private static final int MAX_DATAGRAM = 65_535;

    /** Something to do with the core, after which it is drained. */
    @FunctionalInterface
    public interface Action<C> {
        void on(long now, C core);
    }

    private final Host host;
    private final Internet internet;
    private final Sockets sockets;
    private final C core;
    private final List<E> events = new ArrayList<>();
    private final TransmitSlot slot = new TransmitSlot(new byte[MAX_DATAGRAM]);
    private Consumer<E> listener = events::add;
    private long armed = Deadlines.NONE;
    private @Nullable Timer timer;
    private boolean draining;

    Program(Host host, Function<Sockets, C> core) {
        this.host = host;
        internet = host.internet();
        sockets = new Sockets(host, new Inlet());
        this.core = core.apply(sockets);
        drain();
    }

    public Host host() {
        return host;
    }

    public C core() {
        return core;
    }

    public Sockets sockets() {
        return sockets;
    }

    /** Lets the application do something with the core now. */
    public void act(Action<C> action) {
        action.on(internet.now(), core);
        drain();
    }

    /** What the core has said so far, unless a listener took it. */
    public List<E> events() {
        return events;
    }

    /** From now on events go there; it may {@link #act}. */
    public void onEvent(Consumer<E> listener) {
        this.listener = listener;
    }

    /** What comes from sockets. */
    private final class Inlet implements Sockets.Receiver {
        @Override
        public void receive(long now, int path, Packet packet) {
            core.receive(now, path, packet.payload, 0, packet.length);
            drain();
        }

        @Override
        public void receiveStream(long now, int path, byte[] buf, int off, int len) {
            byte[] copy = Arrays.copyOfRange(buf, off, off + len); // a core may overwrite them
            core.receiveStream(now, path, copy, 0, len);
            drain();
        }

        @Override
        public void result(long now, SocketResult result) {
            core.onResult(now, result);
            drain();
        }
    }

    /** As a driver drains: datagrams, commands, events; then it arms the timer. */
    private void drain() {
        if (draining) {
            return; // a listener acted on the core: the outer call goes on
        }
        draining = true;
        long now = internet.now();
        for (boolean more = true; more; ) {
            more = false;
            for (int length; (length = core.pollTransmit(now, slot)) > 0; more = true) {
                sockets.transmit(slot, length);
            }
            for (SocketCommand command; (command = core.pollCommand()) != null; more = true) {
                SocketResult result = sockets.perform(command);
                if (result != null) {
                    core.onResult(now, result);
                }
            }
            for (E event; (event = core.pollEvent()) != null; more = true) {
                listener.accept(event);
            }
        }
        draining = false;
        sockets.paths().sweep();
        arm();
    }

    private void arm() {
        long next = core.nextTimeout();
        if (next == armed) {
            return;
        }
        armed = next;
        if (timer != null) {
            timer.cancel();
        }
        timer = next == Deadlines.NONE ? null : internet.at(next, this::ring);
    }

    private void ring() {
        armed = Deadlines.NONE;
        timer = null;
        long now = internet.now();
        core.onTimeout(now);
        if (core.nextTimeout() <= now) {
            throw new IllegalStateException(
                    "a timer of " + host.name() + " asks for now again: it would never end");
        }
        drain();
    }
}
