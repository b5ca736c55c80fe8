package dev.parley.stun.behaviour;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitQueue;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.BindingResponder;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers Binding over UDP and nothing else: RFC 8489 on one socket, RFC 5780 with
 * two ports or with two addresses and two ports. It asks its driver for its sockets. A {@code
 * TurnServer} of the same sockets answers Binding the same way.
 */
public final class StunServer implements ProtocolCore<StunServerEvent> {
    private static final int QUEUE_BYTES = 256 * 1024;
    private static final int QUEUE_DATAGRAMS = 1024;

    private final Paths paths;
    private final List<TransportAddress> locals = new ArrayList<>();
    private final @Nullable Origin[] origins = new @Nullable Origin[4];
    private final ArrayDeque<SocketCommand> commands = new ArrayDeque<>();
    private final ArrayDeque<StunServerEvent> events = new ArrayDeque<>();
    private final TransmitQueue queue = new TransmitQueue(QUEUE_BYTES, QUEUE_DATAGRAMS);
    private final BindingResponder plain = new BindingResponder();
    private final BehaviourResponder behaviour = new BehaviourResponder();
    private final StunReader reader = new StunReader();
    private final byte[] scratch = new byte[BehaviourResponder.MAX_RESPONSE_BYTES];
    private int opened;
    private boolean failed;

    /** A server on one socket. */
    public StunServer(Paths paths, TransportAddress local) {
        this(paths, local.ip(), null, local.port(), 0);
    }

    /**
     * A server that serves discovery.
     *
     * @param first an address of this machine
     * @param second another one of the same family; null when there is none
     * @param port of both addresses, not 0
     * @param otherPort the second port of both addresses; 0 for none, when there is no second
     *     address either
     */
    public StunServer(
            Paths paths, IpAddress first, @Nullable IpAddress second, int port, int otherPort) {
        if (second != null && (otherPort == 0 || second.v6() != first.v6())) {
            throw new IllegalArgumentException(
                    "two addresses are of one family and have two ports");
        }
        if (port == 0 || port == otherPort || first.equals(second)) {
            throw new IllegalArgumentException("addresses and ports differ, and no port is 0");
        }
        this.paths = paths;
        locals.add(new TransportAddress(first, port));
        if (otherPort != 0) {
            locals.add(new TransportAddress(first, otherPort));
        }
        if (second != null) {
            locals.add(new TransportAddress(second, port));
            locals.add(new TransportAddress(second, otherPort));
        }
        for (int request = 0; request < locals.size(); request++) {
            commands.add(new SocketCommand.OpenUdp(request, locals.get(request)));
        }
    }

    @Override
    public void onResult(long now, SocketResult result) {
        switch (result) {
            case SocketResult.Opened(int request, int socket, TransportAddress local) ->
                    onOpened(request, new Origin(socket, local));
            case SocketResult.Failed(int request, SocketResult.Reason reason) -> {
                if (!failed) {
                    failed = true;
                    events.add(new StunServerEvent.Failed(locals.get(request), reason));
                    for (Origin origin : origins) {
                        close(origin);
                    }
                }
            }
            case SocketResult.PathClosed _,
                    SocketResult.StreamResult _ -> {} // there are no streams here
        }
    }

    private void onOpened(int request, Origin origin) {
        if (failed) {
            close(origin);
            return;
        }
        origins[request] = origin;
        if (++opened < locals.size()) {
            return;
        }
        events.add(new StunServerEvent.Listening(locals));
        Origin first = origins[0];
        Origin second = origins[1];
        if (first != null && second != null) {
            Alternates.of(first, second, origins[2], origins[3]).forEach(behaviour::add);
        }
    }

    private void close(@Nullable Origin origin) {
        if (origin != null) {
            commands.add(new SocketCommand.CloseSocket(origin.socket()));
        }
    }

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        if (reader.parse(buf, off, len) != ParseResult.OK) {
            return;
        }
        int socket = paths.socket(path);
        boolean v6 = paths.remoteV6(path);
        long high = paths.remoteHigh(path);
        long low = paths.remoteLow(path);
        int port = paths.remotePort(path);
        if (!behaviour.serves(socket)) {
            int length = plain.respond(reader, v6, high, low, port, scratch, 0);
            queue.offer(path, scratch, 0, length);
            return;
        }
        int length = behaviour.respond(reader, socket, v6, high, low, port, scratch, 0);
        if (length > 0) {
            int out =
                    paths.intern(
                            behaviour.origin().socket(),
                            v6,
                            high,
                            low,
                            behaviour.port(),
                            Transport.UDP);
            if (out != Paths.NONE) {
                queue.offer(out, scratch, 0, length);
            }
        }
    }

    @Override
    public void onTimeout(long now) {}

    @Override
    public long nextTimeout() {
        return Deadlines.NONE;
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        return queue.poll(out);
    }

    @Override
    public @Nullable SocketCommand pollCommand() {
        return commands.poll();
    }

    @Override
    public @Nullable StunServerEvent pollEvent() {
        return events.poll();
    }
}
