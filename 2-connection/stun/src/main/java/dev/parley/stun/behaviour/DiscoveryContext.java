package dev.parley.stun.behaviour;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransportAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the tests of one discovery share. */
final class DiscoveryContext {

    /** Is told once: a socket, or null when none could be opened. */
    @FunctionalInterface
    interface SocketListener {
        void opened(long now, @Nullable LocalSocket socket);
    }

    final NatDiscoveryOptions options;
    final Exchanges exchanges;
    final Findings findings;
    final Queue<SocketCommand> commands = new ArrayDeque<>();
    final Queue<NatDiscoveryEvent> events = new ArrayDeque<>();
    private final Map<Integer, SocketListener> opening = new HashMap<>();
    private int nextRequest;
    private Pace pace;

    DiscoveryContext(Paths paths, RandomSource random, NatDiscoveryOptions options) {
        this.options = options;
        exchanges = new Exchanges(paths, random);
        findings = new Findings(options.server());
        pace = Pace.first(options.timeoutNanos());
    }

    TransportAddress server() {
        return options.server();
    }

    /** The server's sockets beside the first one; asked for only when there are such. */
    TransportAddress other() {
        TransportAddress other = findings.other;
        if (other == null) {
            throw new IllegalStateException("the server has no other address");
        }
        return other;
    }

    TransportAddress otherPort() {
        return new TransportAddress(server().ip(), other().port());
    }

    TransportAddress otherAddress() {
        return new TransportAddress(other().ip(), server().port());
    }

    /**
     * The address as we send to it. Behind a NAT64 we have IPv6 and the server speaks of IPv4
     * addresses: these stand in the last 32 bits of the prefix that the server's own address has
     * (RFC 6052), of which only the usual length of 96 bits is known.
     */
    TransportAddress reachable(TransportAddress told) {
        IpAddress server = server().ip();
        if (!server.v6() || told.ip().v6()) {
            return told;
        }
        long low = (server.low() & 0xFFFF_FFFF_0000_0000L) | told.ip().low();
        return new TransportAddress(IpAddress.v6(server.high(), low), told.port());
    }

    /** How to repeat questions, as far as the way is known. */
    Pace pace() {
        return pace;
    }

    /** The first round trip sets the pace; the shortest is told, the first may carry a start-up. */
    void measured(long rttNanos) {
        if (findings.rttNanos == 0) {
            pace = Pace.after(rttNanos, options.timeoutNanos());
            findings.rttNanos = rttNanos;
        }
        findings.rttNanos = Math.min(findings.rttNanos, rttNanos);
    }

    /** Asks the driver for a socket on any free port. */
    void open(SocketListener listener) {
        opening.put(nextRequest, listener);
        commands.add(
                new SocketCommand.OpenUdp(nextRequest++, new TransportAddress(options.local(), 0)));
    }

    void opened(long now, int request, @Nullable LocalSocket socket) {
        SocketListener listener = opening.remove(request);
        if (listener != null) {
            listener.opened(now, socket);
        }
    }

    void close(LocalSocket socket) {
        commands.add(new SocketCommand.CloseSocket(socket.id));
    }

    /** Tells what is known by now. */
    void progress() {
        events.add(new NatDiscoveryEvent.Progress(findings.report()));
    }
}
