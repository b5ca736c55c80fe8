package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packets that no program would send throw nothing over, and each one ends somewhere once. */
class GarbageTest {
    private static final String[] ADDRESSES = {
        "192.168.1.2",
        "192.168.1.3",
        Bed.OUTSIDE,
        "198.51.100.1",
        "0.0.0.0",
        "255.255.255.255",
        "2001:db8:1::2",
        "2001:db8::9",
        "64:ff9b::c633:6401",
        "64:ff9b::1212:1212",
        "64:ff9b::a00:1",
        "::",
        "::c0a8:102"
    };
    private static final int[] PORTS = {0, 1, 80, 1023, 1024, 5000, 65_535};
    private static final int[] TYPES = {0, 1, 2, 3, 4, 5, 8, 11, 12, 128, 129, 255};

    @Test
    void everyPacketEndsOnce() {
        Seeds.forEach(
                150,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    Nat nat = nat(random);
                    Bed bed = Bed.of(nat, firewall(random), Bed.OUTSIDE, "2001:db8::9");
                    int sent = 0;
                    for (int step = 0; step < 500; step++) {
                        Packet packet = packet(random, 1);
                        sent++;
                        if (random.nextInt(2) == 0) {
                            bed.allOut(packet);
                        } else {
                            bed.allIn(packet);
                        }
                        if (random.nextInt(20) == 0) {
                            bed.pass(random.nextInt(10));
                        }
                    }
                    bed.pass(500_000);
                    assertThat(bed.outcomes).as("%s", nat).hasSize(sent);
                    Set<Long> ended = new HashSet<>();
                    for (Outcome outcome : bed.outcomes) {
                        assertThat(ended.add(outcome.packet().id)).as("%s", outcome).isTrue();
                        // Whatever comes out has addresses that are some.
                        assertThat(outcome.packet().image()).isNotNull();
                    }
                    assertThat(bed.book.rows).as("%s", nat).isEmpty();
                    assertThat(bed.box.nextExpiry()).isEqualTo(Long.MAX_VALUE);
                });
    }

    private static Nat nat(RandomSource random) {
        NatBehaviour behaviour =
                NatBehaviour.PORT_RESTRICTED
                        .mappedBy(one(random, Dependence.values()))
                        .filteredBy(one(random, Dependence.values()))
                        .withPorts(one(random, PortAssignment.values()))
                        .withFragments(one(random, NatBehaviour.Fragments.values()))
                        .withHairpinning(one(random, NatBehaviour.Hairpinning.values()));
        return switch (random.nextInt(4)) {
            case 0 -> new Nat.Rfc4787(behaviour);
            case 1 -> new Nat.LinuxMasquerade(random.nextInt(2) == 0, random.nextInt(2) == 0);
            case 2 -> new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, behaviour);
            default -> new Nat.None();
        };
    }

    private static Firewall firewall(RandomSource random) {
        return switch (random.nextInt(4)) {
            case 0 -> Firewall.OPEN;
            case 1 -> Firewall.STATEFUL.withInbound(one(random, Dependence.values()));
            case 2 -> Firewall.OPEN.withTcpPorts(80, 5000);
            default -> Firewall.STATEFUL.withProxy(IpAddress.parse("192.168.1.2"));
        };
    }

    private static Packet packet(RandomSource random, int depth) {
        boolean v6 = random.nextInt(3) == 0;
        Packet packet =
                Packets.of(
                        one(random, Protocol.values()), endpoint(random, v6), endpoint(random, v6));
        packet.tcpFlags = random.nextInt(64);
        packet.corrupt = random.nextInt(20) == 0;
        packet.dontFragment = random.nextInt(2) == 0;
        if (random.nextInt(6) == 0) {
            packet.fragmentId = random.nextInt(4) * 0x8001;
            packet.fragmentOffset = random.nextInt(3) * 8;
            packet.moreFragments = random.nextInt(2) == 0;
        }
        if (packet.protocol == Protocol.ICMP) {
            packet.icmpType = TYPES[random.nextInt(TYPES.length)];
            packet.icmpCode = random.nextInt(16);
            packet.icmpMtu = random.nextInt(2000);
            if (depth < 3 && random.nextInt(2) == 0) {
                packet.quoted = packet(random, depth + 1);
            }
        }
        return packet;
    }

    private static TransportAddress endpoint(RandomSource random, boolean v6) {
        while (true) {
            IpAddress ip = IpAddress.parse(one(random, ADDRESSES));
            if (ip.v6() == v6) {
                return new TransportAddress(ip, PORTS[random.nextInt(PORTS.length)]);
            }
        }
    }

    private static <T> T one(RandomSource random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
