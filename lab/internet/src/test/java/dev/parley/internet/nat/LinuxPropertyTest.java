package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.nat.LinuxModel.Tracked;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import org.junit.jupiter.api.Test;

/** Linux's masquerade does with random packets what a list of rows says. */
class LinuxPropertyTest {
    private static final String[] INSIDE = {"10.0.0.2", "10.0.0.3", "10.0.0.4"};
    private static final String[] REMOTE = {"198.51.100.1", "198.51.100.2"};
    private static final int[] PORTS = {80, 5000, 5001};
    private static final IpAddress OUTSIDE = IpAddress.parse(Bed.OUTSIDE);

    @Test
    void masqueradeBehavesAsItsRowsSay() {
        Seeds.forEach(
                200,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    Nat.LinuxMasquerade nat =
                            new Nat.LinuxMasquerade(random.nextInt(3) == 0, random.nextInt(2) == 0);
                    Bed bed = Bed.of(nat, Firewall.OPEN, Bed.OUTSIDE);
                    LinuxModel model = new LinuxModel();
                    for (int step = 0; step < 400; step++) {
                        bed.pass(
                                random.nextInt(4) == 0
                                        ? random.nextInt(40)
                                        : random.nextInt(100) / 50.0);
                        model.expire(bed.now);
                        if (random.nextInt(2) == 0) {
                            out(random, nat, bed, model);
                        } else {
                            in(random, nat, bed, model);
                        }
                        require(
                                bed.book.rows.size() == model.rows.size(),
                                "step "
                                        + step
                                        + ": "
                                        + bed.book.rows
                                        + " not "
                                        + model.rows.size());
                    }
                    bed.pass(120);
                    require(bed.book.rows.isEmpty(), "left over: " + bed.book.rows);
                });
    }

    private static void out(
            RandomSource random, Nat.LinuxMasquerade nat, Bed bed, LinuxModel model) {
        Packet packet = packet(random, endpoint(random, INSIDE), endpoint(random, REMOTE));
        Protocol protocol = packet.protocol;
        TransportAddress source = packet.source();
        TransportAddress destination = packet.destination();
        Outcome outcome = bed.out(packet);
        require(outcome.isOutward(), "should have left: " + outcome);
        TransportAddress chosen = outcome.source();
        Tracked known = model.original(protocol, source, destination);
        if (known != null) {
            require(chosen.equals(known.outside), "another source: " + outcome);
            known.used(bed.now, true);
            return;
        }
        require(!model.isTaken(protocol, destination, chosen), "shared: " + outcome);
        if (!nat.fullyRandom()) {
            TransportAddress newest = model.newest(protocol, source);
            TransportAddress own = new TransportAddress(OUTSIDE, source.port());
            if (newest != null && !model.isTaken(protocol, destination, newest)) {
                require(chosen.equals(newest), "not as the newest row: " + outcome);
            } else if (!model.isTaken(protocol, destination, own)) {
                require(chosen.equals(own), "changed without need: " + outcome);
            }
        }
        model.rows.add(new Tracked(bed.now, protocol, source, destination, chosen));
    }

    private static void in(
            RandomSource random, Nat.LinuxMasquerade nat, Bed bed, LinuxModel model) {
        TransportAddress to = new TransportAddress(OUTSIDE, PORTS[random.nextInt(PORTS.length)]);
        if (!model.rows.isEmpty() && random.nextInt(2) == 0) {
            Tracked some = model.rows.get(random.nextInt(model.rows.size()));
            to = some.outside == null ? some.destination : some.outside;
        }
        Packet packet = packet(random, endpoint(random, REMOTE), to);
        if (packet.protocol == Protocol.ICMP) {
            packet = Packets.pong(packet.sourceIp().toString(), Bed.OUTSIDE, to.port());
        }
        Protocol protocol = packet.protocol;
        TransportAddress remote = packet.source();
        Outcome outcome = bed.in(packet);
        Tracked answered = model.answered(protocol, remote, to);
        if (answered != null) {
            require(outcome.isInward(), "should have come in: " + outcome);
            require(outcome.destination().equals(answered.source), "to another: " + outcome);
            answered.used(bed.now, false);
            return;
        }
        require(outcome.reason() == DropReason.GATEWAY_INPUT, "not dropped: " + outcome);
        Tracked strange = model.original(protocol, remote, to);
        if (strange != null) {
            strange.used(bed.now, true);
        } else if (!nat.inputFilter() && protocol == Protocol.UDP) {
            model.rows.add(new Tracked(bed.now, protocol, remote, to, null));
        }
    }

    private static Packet packet(RandomSource random, TransportAddress from, TransportAddress to) {
        return random.nextInt(4) == 0
                ? Packets.ping(from.ip().toString(), to.ip().toString(), from.port())
                : Packets.of(Protocol.UDP, from, to);
    }

    private static TransportAddress endpoint(RandomSource random, String[] addresses) {
        return new TransportAddress(
                IpAddress.parse(addresses[random.nextInt(addresses.length)]),
                PORTS[random.nextInt(PORTS.length)]);
    }

    private static void require(boolean truth, String words) {
        if (!truth) {
            throw new AssertionError(words);
        }
    }
}
