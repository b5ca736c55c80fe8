package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two machines try each other's addresses, as ICE does: each knows the other's own and reflexive
 * ones, sends from one socket to all it knows, learns from what arrives, and counts a way only when
 * the answer comes from where the question went.
 */
final class Punching {
    /** Who sends first; or both before anything arrives. */
    enum Order {
        A_FIRST,
        B_FIRST,
        CROSSING
    }

    private static final int PORT = 5000;
    private static final int ROUNDS = 4;
    private static final int STUN = 3478;

    private final Side a;
    private final Side b;

    /** One of the two. */
    private static final class Side {
        final Machine machine;
        final Place place;
        final Endpoint own;
        final Set<Endpoint> told = new LinkedHashSet<>(); // what it tells the other one
        final Set<Endpoint> known = new LinkedHashSet<>(); // where it sends to

        Side(Machine machine, Place place, IpAddress address) {
            this.machine = machine;
            this.place = place;
            own = new Endpoint(address, PORT);
        }
    }

    private Punching(Side a, Side b) {
        this.a = a;
        this.b = b;
    }

    /**
     * Whether they find a way.
     *
     * @param stun the address of a STUN server; null when there is none of that family
     */
    static boolean succeeds(
            Topology topology,
            String a,
            IpAddress fromA,
            String b,
            IpAddress fromB,
            @Nullable IpAddress stun,
            Order order) {
        Place internet = Place.of(topology);
        Punching punching = new Punching(side(internet, a, fromA), side(internet, b, fromB));
        punching.gather(stun);
        return punching.check(order);
    }

    private static Side side(Place internet, String name, IpAddress address) {
        Place place = internet.find(name);
        Machine machine = place == null ? null : place.machineAt(address);
        if (place == null || machine == null) {
            throw new IllegalArgumentException("there is no machine " + name);
        }
        return new Side(machine, place, address);
    }

    private void gather(@Nullable IpAddress stun) {
        for (Side side : List.of(a, b)) {
            side.told.add(side.own);
            Flight question =
                    stun == null ? null : Flight.up(side.place, side.own, new Endpoint(stun, STUN));
            Flight.Arrival atServer = question == null ? null : question.down();
            if (atServer != null) {
                side.told.add(atServer.from());
            }
        }
        a.known.addAll(b.told);
        b.known.addAll(a.told);
    }

    private boolean check(Order order) {
        for (int round = 0; round < ROUNDS; round++) {
            boolean found =
                    switch (order) {
                        case A_FIRST -> sendAll(a, b) || sendAll(b, a);
                        case B_FIRST -> sendAll(b, a) || sendAll(a, b);
                        case CROSSING -> cross();
                    };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean sendAll(Side from, Side to) {
        boolean found = false;
        for (Endpoint remote : List.copyOf(from.known)) {
            Flight flight = Flight.up(from.place, from.own, remote);
            found |= flight != null && arrives(flight, remote, from, to);
        }
        return found;
    }

    private boolean cross() {
        record Sent(Flight flight, Endpoint remote, Side from, Side to) {}
        List<Sent> all = new ArrayList<>();
        for (Side from : List.of(a, b)) {
            for (Endpoint remote : List.copyOf(from.known)) {
                Flight flight = Flight.up(from.place, from.own, remote);
                if (flight != null) {
                    all.add(new Sent(flight, remote, from, from == a ? b : a));
                }
            }
        }
        boolean found = false;
        for (Sent sent : all) {
            found |= arrives(sent.flight, sent.remote, sent.from, sent.to);
        }
        return found;
    }

    /** Lets it go down; the receiver answers. True when the answer fits. */
    private boolean arrives(Flight flight, Endpoint remote, Side from, Side to) {
        Flight.Arrival arrival = flight.down();
        if (arrival == null || !isAt(arrival, to)) {
            return false;
        }
        to.known.add(arrival.from());
        Flight answer = Flight.up(to.place, to.own, arrival.from());
        Flight.Arrival back = answer == null ? null : answer.down();
        return back != null && isAt(back, from) && back.from().equals(remote);
    }

    private static boolean isAt(Flight.Arrival arrival, Side side) {
        return arrival.machine().equals(side.machine.name()) && arrival.at().equals(side.own);
    }
}
