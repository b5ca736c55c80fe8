package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A NAT64 does in IPv6 what a NAT of the same behaviour and seed does in IPv4. */
class Nat64PropertyTest {
    private static final int[] PORTS = {80, 5000, 5001};
    private static final int[] FLAGS = {TcpFlags.SYN, TcpFlags.ACK, TcpFlags.RST};

    @Test
    void aNat64IsANat() {
        Seeds.forEach(
                150,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    NatBehaviour behaviour =
                            NatBehaviour.PORT_RESTRICTED
                                    .mappedBy(Dependence.values()[random.nextInt(3)])
                                    .filteredBy(Dependence.values()[random.nextInt(3)])
                                    .withPorts(
                                            PortAssignment.values()[
                                                    random.nextInt(
                                                            PortAssignment.values().length)]);
                    List<IpAddress> outside = List.of(IpAddress.parse(Bed.OUTSIDE));
                    Bed nat =
                            Bed.of(
                                    new Gateway(outside, new Nat.Rfc4787(behaviour), Firewall.OPEN),
                                    seed);
                    Bed nat64 =
                            Bed.of(
                                    new Gateway(
                                            outside,
                                            new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, behaviour),
                                            Firewall.OPEN),
                                    seed);
                    TransportAddress seen = TransportAddress.parse(Bed.OUTSIDE + ":5000");
                    for (int step = 0; step < 200; step++) {
                        double seconds = random.nextInt(100) / 3.0;
                        nat.pass(seconds);
                        nat64.pass(seconds);
                        boolean outbound = random.nextInt(2) == 0;
                        Packet packet =
                                outbound ? toRemoteOr(random, seen) : toGateway(random, seen);
                        Packet twin = new Packet();
                        twin.copyFrom(packet);
                        if (outbound) {
                            embed(twin);
                        }
                        Outcome one = outbound ? nat.out(packet) : nat.in(packet);
                        Outcome other = outbound ? nat64.out(twin) : nat64.in(twin);
                        if (one.isOutward()) {
                            seen = one.source();
                        } else if (one.isInward()) {
                            embed(packet);
                        }
                        boolean alike =
                                one.door() == other.door()
                                        && one.reason() == other.reason()
                                        && (one.reason() != null
                                                || (packet.source().equals(twin.source())
                                                        && packet.destination()
                                                                .equals(twin.destination())));
                        if (!alike) {
                            throw new AssertionError(
                                    "step " + step + ": " + other + " is not " + one);
                        }
                    }
                });
    }

    /** The inside 10.0.0.n is 2001:db8::n, whoever else is reached by the prefix. */
    private static void embed(Packet packet) {
        TransportAddress source = packet.source();
        TransportAddress destination = packet.destination();
        packet.source(embed(source));
        packet.destination(embed(destination));
    }

    private static TransportAddress embed(TransportAddress address) {
        long low = address.ip().low();
        boolean inside = low >>> 24 == 10;
        return new TransportAddress(
                inside
                        ? IpAddress.v6(0x20010DB800000000L, low & 0xFFFFFF)
                        : PrefixEmbedding.embed(PrefixEmbedding.WELL_KNOWN, address.ip()),
                address.port());
    }

    private static Packet toRemoteOr(RandomSource random, TransportAddress hairpin) {
        TransportAddress inside =
                new TransportAddress(
                        IpAddress.parse("10.0.0." + (2 + random.nextInt(3))), port(random));
        return packet(random, inside, random.nextInt(6) == 0 ? hairpin : remote(random));
    }

    private static Packet toGateway(RandomSource random, TransportAddress seen) {
        return packet(
                random,
                remote(random),
                random.nextInt(3) == 0 ? new TransportAddress(seen.ip(), port(random)) : seen);
    }

    private static Packet packet(RandomSource random, TransportAddress from, TransportAddress to) {
        Protocol protocol = random.nextInt(2) == 0 ? Protocol.UDP : Protocol.TCP;
        Packet packet = Packets.of(protocol, from, to);
        packet.tcpFlags = FLAGS[random.nextInt(FLAGS.length)];
        return packet;
    }

    private static TransportAddress remote(RandomSource random) {
        return new TransportAddress(
                IpAddress.parse("198.51.100." + (1 + random.nextInt(2))), port(random));
    }

    private static int port(RandomSource random) {
        return PORTS[random.nextInt(PORTS.length)];
    }
}
