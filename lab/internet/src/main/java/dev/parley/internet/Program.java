package dev.parley.internet;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A core that runs on a host, as a driver would run it on real sockets: interns paths, hands over
 * what arrives, drains, answers commands, keeps the one timer.
 *
 * <pre>
 *   var stun = host.run(paths -&gt; new StunClient(paths, random, policy));
 *   int socket = stun.open(0);
 *   stun.act((now, core) -&gt; core.request(now, stun.path(socket, server), null));
 *   internet.run();
 *   stun.events();
 * </pre>
 *
 * @param <E> the event type of the core
 * @param <C> the core
 */
public final class Program<E, C extends ProtocolCore<E>> {
    private static final int MAX_PATHS = 1 << 20;
    private static final int MAX_DATAGRAM = 65_535;

    /** Something to do with the core, after which it is drained. */
    @FunctionalInterface
    public interface Action<C> {
        void on(long now, C core);
    }

    private final Host host;
    private final Internet internet;
    private final Paths paths = new Paths(MAX_PATHS);
    private final C core;
    private final List<@Nullable UdpSocket> sockets = new ArrayList<>();
    private final List<E> events = new ArrayList<>();
    private final TransmitSlot slot = new TransmitSlot(new byte[MAX_DATAGRAM]);
    private Consumer<E> listener = events::add;
    private long armed = Deadlines.NONE;
    private @Nullable Timer timer;
    private boolean draining;

    Program(Host host, Function<Paths, C> core) {
        this.host = host;
        this.internet = host.internet();
        this.core = core.apply(paths);
        sockets.add(null); // numbers begin at 1
    }

    public Host host() {
        return host;
    }

    public C core() {
        return core;
    }

    public Paths paths() {
        return paths;
    }

    /**
     * Opens a UDP socket on the first address of the host.
     *
     * @param port 0 for any free one
     * @return the socket's number, as paths carry it
     */
    public int open(int port) {
        return open(new TransportAddress(host.address(), port));
    }

    public int open(TransportAddress local) {
        int number = sockets.size();
        sockets.add(host.open(local, (now, socket, packet) -> receive(now, number, packet)));
        return number;
    }

    /** The address of one of its sockets. */
    public TransportAddress local(int socket) {
        UdpSocket open = sockets.get(socket);
        if (open == null) {
            throw new IllegalArgumentException("socket " + socket + " is closed");
        }
        return open.local();
    }

    /** The path from a socket to a remote address; it stays until released. */
    public int path(int socket, TransportAddress remote) {
        int path = paths.intern(socket, remote, Transport.UDP);
        paths.retain(path);
        return path;
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

    /** From now on events go there, after the core was left alone. */
    public void onEvent(Consumer<E> listener) {
        this.listener = listener;
    }

    private void receive(long now, int socket, Packet packet) {
        int path =
                paths.intern(
                        socket,
                        packet.v6,
                        packet.srcHigh,
                        packet.srcLow,
                        packet.srcPort,
                        Transport.UDP);
        if (path == Paths.NONE) {
            throw new IllegalStateException("more paths than " + MAX_PATHS);
        }
        core.receive(now, path, packet.payload, 0, packet.length);
        drain();
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
                transmit(length);
            }
            for (SocketCommand command; (command = core.pollCommand()) != null; more = true) {
                perform(now, command);
            }
            for (E event; (event = core.pollEvent()) != null; more = true) {
                listener.accept(event);
            }
        }
        draining = false;
        paths.sweep();
        arm();
    }

    private void transmit(int length) {
        UdpSocket socket = sockets.get(paths.socket(slot.path));
        if (socket != null) {
            socket.send(
                    paths.remoteV6(slot.path),
                    paths.remoteHigh(slot.path),
                    paths.remoteLow(slot.path),
                    paths.remotePort(slot.path),
                    slot.buf,
                    slot.off,
                    length,
                    slot.dontFragment);
        }
    }

    private void perform(long now, SocketCommand command) {
        switch (command) {
            case SocketCommand.OpenUdp open -> core.onResult(now, open(open));
            case SocketCommand.CloseSocket close -> {
                UdpSocket socket = sockets.set(close.socket(), null);
                if (socket != null) {
                    socket.close();
                }
            }
            case SocketCommand.ClosePath _ ->
                    throw new IllegalStateException("there are no streams yet");
        }
    }

    private SocketResult open(SocketCommand.OpenUdp open) {
        if (!host.addresses().contains(open.local().ip())) {
            return new SocketResult.Failed(
                    open.request(), SocketResult.Reason.ADDRESS_NOT_AVAILABLE);
        }
        if (host.isTaken(open.local())) {
            return new SocketResult.Failed(open.request(), SocketResult.Reason.PORT_IN_USE);
        }
        int socket = open(open.local());
        return new SocketResult.Opened(open.request(), socket, local(socket));
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
