package dev.parley.turn;

import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.turn.Opening.Leg;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Opens relay sockets: chooses ports, asks the driver, and tries others when one is busy, or those
 * of another address where one has none.
 */
final class RelayOpenings {
    /**
     * How many ports are tried before an allocation is refused. Programs that take ports by
     * themselves may hold half of the range; with 16 attempts one allocation in 65,000 then failed.
     */
    private static final int MAX_ATTEMPTS = 64;

    private final ServerContext context;
    private final RelayChoice choice;
    private final ObjLongConsumer<Opening> done;
    private final IntMap<Leg> waiting = new IntMap<>(16);
    private int nextRequest;

    /**
     * @param done is told when every leg stands or failed
     */
    RelayOpenings(ServerContext context, RelayChoice choice, ObjLongConsumer<Opening> done) {
        this.context = context;
        this.choice = choice;
        this.done = done;
    }

    void start(long now, Opening opening) {
        opening.pending = opening.legs.size();
        for (Leg leg : opening.legs) {
            SharedPort shared = leg.ports.shared;
            if (shared == null) {
                choosePort(now, leg);
            } else if (shared.socket != SharedPort.CLOSED) {
                enter(now, List.of(leg), shared);
            } else if (shared.await(leg)) {
                ask(leg, leg.ports.take(context.random, PortWish.ANY));
            }
        }
    }

    void onOpened(long now, SocketResult.Opened opened) {
        Leg leg = waiting.get(opened.request());
        if (leg == null) {
            return;
        }
        waiting.remove(opened.request());
        SharedPort shared = leg.ports.shared;
        if (shared != null) {
            shared.socket = opened.socket();
            enter(now, shared.takeWaiting(), shared);
            return;
        }
        if (!leg.isOpen()) {
            leg.socket = opened.socket();
            if (leg.wish == PortWish.EVEN_AND_NEXT) {
                ask(leg, leg.port + 1);
                return;
            }
        } else {
            leg.nextSocket = opened.socket();
        }
        finish(now, leg);
    }

    void onFailed(long now, SocketResult.Failed failed) {
        Leg leg = waiting.get(failed.request());
        if (leg == null) {
            return;
        }
        waiting.remove(failed.request());
        SharedPort shared = leg.ports.shared;
        if (shared != null) {
            failed(now, leg.ports, shared, failed.reason());
            return;
        }
        if (leg.isOpen()) {
            context.commands.add(new SocketCommand.CloseSocket(leg.socket));
            leg.socket = Leg.NONE;
        }
        leg.busy.add(leg.port);
        if (leg.wish == PortWish.EVEN_AND_NEXT) {
            leg.busy.add(leg.port + 1);
        }
        leg.port = Leg.NONE;
        boolean busy = failed.reason() == SocketResult.Reason.PORT_IN_USE;
        if (busy) {
            context.counters.count(TurnCounter.RELAY_PORTS_BUSY);
        } else {
            context.emit(new TurnEvent.AddressUnusable(leg.ports.address, failed.reason()));
        }
        if (leg.opening.allocation.state != Allocation.State.OPENING
                || (!busy && !turnToAnother(leg))) {
            finish(now, leg);
        } else {
            choosePort(now, leg);
        }
    }

    /** Legs get their shares of a socket that stands; all before one may give its share back. */
    private void enter(long now, List<Leg> legs, SharedPort shared) {
        for (Leg leg : legs) {
            shared.enter();
            leg.port = shared.number;
            leg.socket = shared.socket;
        }
        legs.forEach(leg -> finish(now, leg));
    }

    private void failed(long now, RelayPorts ports, SharedPort shared, SocketResult.Reason reason) {
        if (reason == SocketResult.Reason.PORT_IN_USE) {
            context.counters.count(TurnCounter.RELAY_PORTS_BUSY);
        }
        ports.release(shared.number);
        context.emit(
                reason == SocketResult.Reason.PORT_IN_USE
                        ? new TurnEvent.PortsExhausted(ports.address)
                        : new TurnEvent.AddressUnusable(ports.address, reason));
        shared.takeWaiting().forEach(leg -> finish(now, leg));
    }

    /** A number for one more answer of the driver. */
    int nextRequest() {
        return nextRequest++;
    }

    /** How many sockets were asked for and not answered yet. */
    int waiting() {
        return waiting.size();
    }

    private void choosePort(long now, Leg leg) {
        do {
            leg.port =
                    leg.attempts++ < MAX_ATTEMPTS
                            ? leg.ports.take(context.random, leg.wish)
                            : Leg.NONE;
        } while (leg.port == Leg.NONE && turnToAnother(leg));
        if (leg.port == Leg.NONE) {
            context.emit(new TurnEvent.PortsExhausted(leg.ports.address));
            finish(now, leg);
        } else {
            ask(leg, leg.port);
        }
    }

    private void ask(Leg leg, int port) {
        int request = nextRequest();
        waiting.put(request, leg);
        TransportAddress local = new TransportAddress(leg.ports.address.bind(), port);
        context.commands.add(
                leg.opening.allocation.tcp
                        ? new SocketCommand.OpenTcp(request, local)
                        : new SocketCommand.OpenUdp(request, local, leg.ports.shared != null));
    }

    /** Goes on with another address, each once; false when there is none. */
    private boolean turnToAnother(Leg leg) {
        RelayPorts next = choice.another(leg.tried);
        if (next == null) {
            return false;
        }
        releaseBusy(leg);
        leg.turnTo(next);
        return true;
    }

    private static void releaseBusy(Leg leg) {
        leg.busy.forEach(leg.ports::release);
        leg.busy.clear();
    }

    private void finish(long now, Leg leg) {
        releaseBusy(leg);
        if (--leg.opening.pending == 0) {
            done.accept(leg.opening, now);
        }
    }
}
