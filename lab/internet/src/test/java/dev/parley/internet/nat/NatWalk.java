package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.nat.NatModel.Mapped;
import dev.parley.internet.nat.Outcome.Door;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A random walk of a NAT beside its model: after each step both must agree. */
final class NatWalk {
    private static final String[] INSIDE = {"10.0.0.2", "10.0.0.3", "10.0.0.4", "198.51.100.1"};
    private static final int[] INSIDE_PORTS = {80, 81, 5000, 5001, 5002, 60_001};
    private static final String[] REMOTE = {"198.51.100.1", "198.51.100.2", "10.0.0.2"};
    private static final int[] REMOTE_PORTS = {80, 81, 5000};
    private static final int[] FLAGS = {
        TcpFlags.SYN,
        TcpFlags.SYN,
        TcpFlags.SYN,
        TcpFlags.SYN | TcpFlags.ACK,
        TcpFlags.ACK,
        TcpFlags.ACK | TcpFlags.PSH,
        TcpFlags.FIN | TcpFlags.ACK,
        TcpFlags.RST
    };

    private final NatBehaviour behaviour;
    private final RandomSource random;
    private final List<IpAddress> addresses = new ArrayList<>();
    private final NatModel model;
    private final Bed bed;
    private final Bed unwatched;
    private final List<Packet> left = new ArrayList<>();
    private final List<Packet> came = new ArrayList<>();
    private int freshAddresses;

    NatWalk(NatBehaviour behaviour, RandomSource random) {
        this.behaviour = behaviour;
        this.random = random;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            addresses.add(freshAddress());
        }
        Gateway gateway = new Gateway(addresses, new Nat.Rfc4787(behaviour), Firewall.OPEN);
        long seed = random.nextLong();
        bed = Bed.of(gateway, seed);
        unwatched = Bed.unwatched(gateway, seed);
        model = new NatModel(behaviour);
    }

    private IpAddress freshAddress() {
        return IpAddress.parse("18.18.18." + ++freshAddresses);
    }

    void walk(int steps) {
        for (int step = 0; step < steps; step++) {
            try {
                step();
                rows();
            } catch (AssertionError e) {
                throw new AssertionError("step " + step + " of " + behaviour, e);
            }
        }
        pass(400);
        require(bed.book.rows.isEmpty(), "left over: " + bed.book.rows);
        require(bed.box.nextExpiry() == Long.MAX_VALUE, "something is still to expire");
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> out(remote());
            case 7, 8, 9, 10, 11 -> in();
            case 12, 13 -> out(known());
            case 14 -> errorIn();
            case 15 -> errorOut();
            case 16, 17 -> pass(random.nextInt(30));
            case 18 -> pass(random.nextInt(3) / 3.0);
            default -> rare();
        }
    }

    private void rare() {
        switch (random.nextInt(10)) {
            case 0 -> {
                bed.box.reboot(bed.now, bed);
                unwatched.box.reboot(bed.now, unwatched);
                model.clear();
            }
            case 1 -> {
                int index = random.nextInt(addresses.size());
                IpAddress from = addresses.get(index);
                IpAddress to = freshAddress();
                bed.box.changeAddress(bed.now, from, to);
                unwatched.box.changeAddress(bed.now, from, to);
                addresses.set(index, to);
                for (Mapped one : List.copyOf(model.mappings)) {
                    if (one.outside.ip().equals(from)) {
                        model.forget(one);
                    }
                }
            }
            default -> pass(random.nextInt(100));
        }
    }

    private void pass(double seconds) {
        bed.pass(seconds);
        unwatched.now = bed.now; // it finds out by itself
        model.expire(bed.now);
    }

    // ---- from inside

    private void out(TransportAddress to) {
        Packet packet = packet(inside(), to);
        TransportAddress inside = packet.source();
        TransportAddress remote = packet.destination(); // a ping carries its identifier there too
        boolean hairpin = addresses.contains(remote.ip());
        Protocol protocol = packet.protocol;
        Outcome outcome = both(packet, true);
        if (hairpin && behaviour.hairpinning() == Hairpinning.OFF) {
            dropped(outcome, DropReason.NO_HAIRPIN);
            return;
        }
        if (hairpin && protocol == Protocol.ICMP) {
            dropped(outcome, DropReason.GATEWAY_INPUT);
            return;
        }
        Mapped mapping = model.find(protocol, inside, remote);
        if (mapping == null
                && protocol == Protocol.TCP
                && (packet.tcpFlags & (TcpFlags.SYN | TcpFlags.RST)) != TcpFlags.SYN) {
            dropped(outcome, DropReason.NO_MAPPING);
            return;
        }
        if (mapping == null) {
            TransportAddress chosen = chosen(outcome, protocol);
            fits(chosen, protocol, inside, remote);
            mapping = model.add(protocol, inside, remote, chosen);
        }
        model.sent(bed.now, mapping, remote, packet.tcpFlags);
        if (hairpin) {
            turnedBack(outcome, packet, mapping, inside, remote);
            return;
        }
        require(outcome.isOutward(), "should have left: " + outcome);
        require(outcome.source().equals(mapping.outside), "another source: " + outcome);
        int port = protocol == Protocol.ICMP ? mapping.outside.port() : remote.port();
        require(
                outcome.destination().equals(new TransportAddress(remote.ip(), port)),
                "another destination: " + outcome);
        keep(left, packet);
    }

    /** Which outside endpoint the NAT took for a new mapping; its ledger says so. */
    private TransportAddress chosen(Outcome outcome, Protocol protocol) {
        var row = bed.book.of(Kind.MAPPING).getLast();
        TransportAddress outside = row.outside();
        require(row.protocol() == protocol && outside != null, "no mapping: " + outcome);
        return outside == null ? outcome.source() : outside;
    }

    private void turnedBack(
            Outcome outcome,
            Packet packet,
            Mapped mapping,
            TransportAddress inside,
            TransportAddress remote) {
        Mapped receiver = model.byOutside(packet.protocol, remote);
        if (receiver == null) {
            dropped(outcome, DropReason.NO_MAPPING);
            return;
        }
        if (admitted(outcome, packet, receiver, mapping.outside)) {
            require(
                    outcome.source()
                            .equals(
                                    behaviour.hairpinning() == Hairpinning.EXTERNAL_SOURCE
                                            ? mapping.outside
                                            : inside),
                    "another source: " + outcome);
        }
    }

    /** Whether the NAT could choose that outside endpoint for a new mapping. */
    private void fits(
            TransportAddress chosen,
            Protocol protocol,
            TransportAddress inside,
            TransportAddress remote) {
        PortAssignment ports = behaviour.ports();
        require(addresses.contains(chosen.ip()), "not an address of it: " + chosen);
        Mapped holder = model.byOutside(protocol, chosen);
        if (holder != null) {
            require(ports == PortAssignment.OVERLOADING, "shared: " + chosen);
            require(!holder.inside.ip().equals(inside.ip()), "taken from itself: " + chosen);
            model.forget(holder);
        }
        boolean lowInside = inside.port() < 1024;
        if (protocol != Protocol.ICMP && ports != PortAssignment.BLOCKS) {
            require(lowInside == chosen.port() < 1024, "another range: " + chosen);
        }
        switch (ports) {
            case OVERLOADING -> require(chosen.port() == inside.port(), "changed: " + chosen);
            case PRESERVING -> {
                TransportAddress same = new TransportAddress(chosen.ip(), inside.port());
                require(
                        chosen.equals(same) || model.byOutside(protocol, same) != null,
                        "changed without need: " + chosen);
            }
            case PARITY, CONTIGUOUS ->
                    require(
                            (chosen.port() & 1) == (inside.port() & 1),
                            "another parity: " + chosen);
            case BLOCKS -> block(chosen, inside);
            case SEQUENTIAL, RANDOM -> {}
        }
        boolean paired = behaviour.pooling() == Pooling.PAIRED || ports == PortAssignment.BLOCKS;
        for (Mapped one : model.mappings) {
            require(
                    !paired
                            || !one.inside.ip().equals(inside.ip())
                            || one.outside.ip().equals(chosen.ip()),
                    "not paired: " + chosen);
        }
        if (ports == PortAssignment.CONTIGUOUS) {
            neighbour(chosen, protocol, inside, remote);
        }
    }

    /** A machine's ports are of one block, and nobody else's. */
    private void block(TransportAddress chosen, TransportAddress inside) {
        int block = chosen.port() / 64;
        require(block >= 16, "a low block: " + chosen);
        for (Mapped one : model.mappings) {
            boolean same = one.outside.ip().equals(chosen.ip()) && one.outside.port() / 64 == block;
            require(same == one.inside.ip().equals(inside.ip()), "another block: " + chosen);
        }
    }

    /** Beside its neighbour, unless that place is taken. */
    private void neighbour(
            TransportAddress chosen,
            Protocol protocol,
            TransportAddress inside,
            TransportAddress remote) {
        if (behaviour.mapping() != Dependence.ENDPOINT_INDEPENDENT) {
            return;
        }
        Mapped beside =
                model.find(protocol, new TransportAddress(inside.ip(), inside.port() ^ 1), remote);
        if (beside != null && beside.outside.ip().equals(chosen.ip())) {
            TransportAddress place = new TransportAddress(chosen.ip(), beside.outside.port() ^ 1);
            require(
                    chosen.equals(place) || model.byOutside(protocol, place) != null,
                    "apart from its neighbour: " + chosen);
        }
    }

    // ---- from outside

    private void in() {
        Packet packet = packet(remote(), random.nextInt(5) == 0 ? strange() : known());
        if (packet.protocol == Protocol.ICMP) {
            packet.icmpType = random.nextInt(4) == 0 ? Icmp.ECHO_REQUEST_V4 : Icmp.ECHO_REPLY_V4;
            packet.srcPort = packet.dstPort;
        }
        TransportAddress remote = packet.source();
        Mapped mapping = model.byOutside(packet.protocol, packet.destination());
        boolean question =
                packet.protocol == Protocol.ICMP && packet.icmpType == Icmp.ECHO_REQUEST_V4;
        Outcome outcome = both(packet, false);
        if (question) {
            dropped(outcome, DropReason.GATEWAY_INPUT);
        } else if (mapping == null) {
            dropped(outcome, DropReason.NO_MAPPING);
        } else if (admitted(outcome, packet, mapping, remote)) {
            int port = packet.protocol == Protocol.ICMP ? mapping.inside.port() : remote.port();
            require(
                    outcome.source().equals(new TransportAddress(remote.ip(), port)),
                    "another source: " + outcome);
            keep(came, packet);
        }
    }

    /** Compares with the filter of the model. */
    private boolean admitted(
            Outcome outcome, Packet packet, Mapped mapping, TransportAddress remote) {
        if (!model.permits(mapping, remote)) {
            dropped(
                    outcome,
                    behaviour.filtering() == Dependence.ADDRESS_AND_PORT_DEPENDENT
                            ? DropReason.FILTERED_BY_PORT
                            : DropReason.FILTERED_BY_ADDRESS);
            return false;
        }
        model.received(bed.now, mapping, remote, packet.tcpFlags);
        require(outcome.isInward(), "should have come in: " + outcome);
        require(outcome.destination().equals(mapping.inside), "another destination: " + outcome);
        require(bed.book.rows.containsKey(outcome.row()), "by no row: " + outcome);
        return true;
    }

    // ---- errors

    private void errorIn() {
        if (left.isEmpty()) {
            return;
        }
        Packet about = left.get(random.nextInt(left.size()));
        Mapped mapping = model.byOutside(about.protocol, about.source());
        Outcome outcome = both(Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", about), false);
        if (mapping == null
                || !behaviour.icmpErrors()
                || !model.isTowards(mapping, about.destination())) {
            dropped(outcome, DropReason.ICMP_UNRELATED);
            return;
        }
        require(outcome.isInward(), "should have come in: " + outcome);
        require(
                outcome.quoted().source().equals(mapping.inside)
                        && outcome.packet().destinationIp().equals(mapping.inside.ip())
                        && outcome.quoted().destinationIp().equals(about.destinationIp()),
                "badly translated: " + outcome);
    }

    private void errorOut() {
        if (came.isEmpty()) {
            return;
        }
        Packet about = came.get(random.nextInt(came.size()));
        Mapped mapping = model.find(about.protocol, about.destination(), about.source());
        String from = about.destinationIp().toString();
        Outcome outcome = both(Packets.error(Icmp.PORT_UNREACHABLE, from, about), true);
        if (mapping == null || !behaviour.icmpErrors()) {
            dropped(outcome, DropReason.ICMP_UNRELATED);
            return;
        }
        require(outcome.isOutward(), "should have left: " + outcome);
        require(
                outcome.quoted().destination().equals(mapping.outside)
                        && outcome.packet().sourceIp().equals(mapping.outside.ip()),
                "badly translated: " + outcome);
    }

    // ---- both beds, and what the ledger says

    /** The same to a NAT that nobody watches: it must do the same. */
    private Outcome both(Packet packet, boolean outbound) {
        Packet twin = new Packet();
        twin.copyFrom(packet);
        unwatched.now = bed.now;
        Outcome outcome = outbound ? bed.out(packet) : bed.in(packet);
        Outcome other = outbound ? unwatched.out(twin) : unwatched.in(twin);
        require(
                outcome.door() == other.door()
                        && outcome.reason() == other.reason()
                        && outcome.source().equals(other.source())
                        && outcome.destination().equals(other.destination()),
                "unwatched it is " + other + " and not " + outcome);
        bed.outcomes.clear();
        unwatched.outcomes.clear();
        return outcome;
    }

    private void rows() {
        require(
                bed.book.of(Kind.MAPPING).size() == model.mappings.size(),
                bed.book.of(Kind.MAPPING) + " and not " + model.mappings.size());
        require(
                bed.book.of(Kind.CONNECTION).size() == model.connections(),
                bed.book.of(Kind.CONNECTION) + " and not " + model.connections());
        require(
                bed.book.of(Kind.PERMISSION).size() == model.permissions(),
                bed.book.of(Kind.PERMISSION) + " and not " + model.permissions());
    }

    // ---- random things

    private Packet packet(TransportAddress from, TransportAddress to) {
        Protocol protocol = Protocol.values()[random.nextInt(3)];
        if (protocol == Protocol.ICMP) {
            Packet ping = Packets.ping(from.ip().toString(), to.ip().toString(), from.port());
            ping.dstPort = to.port() == 0 || !addresses.contains(to.ip()) ? from.port() : to.port();
            return ping;
        }
        Packet packet = Packets.of(protocol, from, to);
        packet.tcpFlags = FLAGS[random.nextInt(FLAGS.length)];
        return packet;
    }

    private TransportAddress inside() {
        return new TransportAddress(
                IpAddress.parse(INSIDE[random.nextInt(INSIDE.length)]),
                INSIDE_PORTS[random.nextInt(INSIDE_PORTS.length)]);
    }

    private TransportAddress remote() {
        return new TransportAddress(
                IpAddress.parse(REMOTE[random.nextInt(REMOTE.length)]),
                REMOTE_PORTS[random.nextInt(REMOTE_PORTS.length)]);
    }

    /** An outside endpoint that is mapped, if one is. */
    private TransportAddress known() {
        return model.mappings.isEmpty()
                ? strange()
                : model.mappings.get(random.nextInt(model.mappings.size())).outside;
    }

    private TransportAddress strange() {
        return new TransportAddress(
                addresses.get(random.nextInt(addresses.size())),
                INSIDE_PORTS[random.nextInt(INSIDE_PORTS.length)] + random.nextInt(2));
    }

    private void keep(List<Packet> some, Packet packet) {
        Packet copy = new Packet();
        copy.copyFrom(packet);
        if (some.size() == 20) {
            some.remove(random.nextInt(20));
        }
        some.add(copy);
    }

    private static void dropped(Outcome outcome, @Nullable DropReason reason) {
        require(
                outcome.door() == Door.DROP && outcome.reason() == reason,
                "should have been dropped, " + reason + ": " + outcome);
    }

    private static void require(boolean truth, String words) {
        if (!truth) {
            throw new AssertionError(words);
        }
    }
}
