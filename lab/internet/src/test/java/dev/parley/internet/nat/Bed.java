package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import dev.parley.internet.nat.Outcome.Door;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A box under test, with a clock that only the test moves. */
final class Bed implements Gate {
    static final long SECOND = 1_000_000_000L;
    static final String OUTSIDE = "18.18.18.18";

    final Middlebox box;
    final Book book;
    final List<Outcome> outcomes = new ArrayList<>();
    long now;

    private Bed(Middlebox box, Book book) {
        this.box = box;
        this.book = book;
    }

    static Bed of(Gateway gateway, long seed) {
        Book book = new Book();
        return new Bed(Middleboxes.of(gateway, RandomSource.seeded(seed), book), book);
    }

    /** One whose ledger is closed. */
    static Bed unwatched(Gateway gateway, long seed) {
        Book book = Book.closed();
        return new Bed(Middleboxes.of(gateway, RandomSource.seeded(seed), book), book);
    }

    static Bed of(Nat nat, Firewall firewall, String... outside) {
        return of(
                new Gateway(Arrays.stream(outside).map(IpAddress::parse).toList(), nat, firewall),
                1);
    }

    static Bed of(NatBehaviour behaviour, String... outside) {
        return of(
                new Nat.Rfc4787(behaviour),
                Firewall.OPEN,
                outside.length == 0 ? new String[] {OUTSIDE} : outside);
    }

    /** Time passes, and what is due happens when it is due. */
    void pass(double seconds) {
        long until = now + Math.round(seconds * SECOND);
        while (box.nextExpiry() <= until) {
            now = Math.max(now, box.nextExpiry());
            box.expire(now, this);
        }
        now = until;
    }

    /** From inside. */
    Outcome out(Packet packet) {
        int before = outcomes.size();
        box.outbound(now, packet, this);
        return only(before, packet);
    }

    /** From outside. */
    Outcome in(Packet packet) {
        int before = outcomes.size();
        box.inbound(now, packet, this);
        return only(before, packet);
    }

    private Outcome only(int before, Packet packet) {
        List<Outcome> fresh = outcomes.subList(before, outcomes.size());
        if (fresh.size() != 1 || fresh.getFirst().packet() != packet) {
            throw new AssertionError("expected one outcome: " + fresh);
        }
        return fresh.getFirst();
    }

    /** From inside; what comes of it may be nothing for now, or more than one packet. */
    List<Outcome> allOut(Packet packet) {
        int before = outcomes.size();
        box.outbound(now, packet, this);
        return List.copyOf(outcomes.subList(before, outcomes.size()));
    }

    List<Outcome> allIn(Packet packet) {
        int before = outcomes.size();
        box.inbound(now, packet, this);
        return List.copyOf(outcomes.subList(before, outcomes.size()));
    }

    Outcome udpOut(String from, String to) {
        return out(Packets.udp(from, to));
    }

    Outcome udpIn(String from, String to) {
        return in(Packets.udp(from, to));
    }

    Outcome tcpOut(String from, String to, int flags) {
        return out(Packets.tcp(from, to, flags));
    }

    Outcome tcpIn(String from, String to, int flags) {
        return in(Packets.tcp(from, to, flags));
    }

    @Override
    public void outward(Packet packet, int row) {
        outcomes.add(new Outcome(Door.OUTWARD, packet, null, row));
    }

    @Override
    public void inward(Packet packet, int row) {
        outcomes.add(new Outcome(Door.INWARD, packet, null, row));
    }

    @Override
    public void drop(Packet packet, DropReason reason, int row) {
        outcomes.add(new Outcome(Door.DROP, packet, reason, row));
    }
}
