package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A firewall lets in what the definition of its filtering says, and nothing else. */
class FirewallPropertyTest {
    private static final String[] INSIDE = {"2001:db8:1::2", "192.0.2.2"};
    private static final String[] REMOTE = {"2001:db8:9::1", "2001:db8:9::2", "198.51.100.1"};
    private static final int[] PORTS = {80, 5000, 5001};

    private record Sent(Protocol protocol, TransportAddress from, TransportAddress to, long at) {}

    @Test
    void onlyWhoWasAskedMayAnswer() {
        Seeds.forEach(
                200,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    Dependence inbound =
                            Dependence.values()[random.nextInt(Dependence.values().length)];
                    int idle = 5 + random.nextInt(60);
                    Bed bed =
                            Bed.of(
                                    new Nat.None(),
                                    new Firewall(true, null, null, inbound, idle),
                                    "198.51.100.9");
                    List<Sent> sent = new ArrayList<>();
                    for (int step = 0; step < 300; step++) {
                        bed.pass(random.nextInt(idle) / 4.0);
                        TransportAddress inside = endpoint(random, INSIDE);
                        TransportAddress remote = endpoint(random, REMOTE);
                        if (inside.ip().v6() != remote.ip().v6()) {
                            continue;
                        }
                        boolean ping = random.nextInt(4) == 0;
                        if (random.nextInt(2) == 0) {
                            Packet packet =
                                    ping
                                            ? Packets.ping(
                                                    text(inside), text(remote), inside.port())
                                            : Packets.of(Protocol.UDP, inside, remote);
                            assertThat(bed.out(packet).isOutward()).isTrue();
                            sent.add(
                                    new Sent(
                                            packet.protocol,
                                            packet.source(),
                                            packet.destination(),
                                            bed.now));
                        } else {
                            Packet packet =
                                    ping
                                            ? Packets.pong(
                                                    text(remote), text(inside), inside.port())
                                            : Packets.of(Protocol.UDP, remote, inside);
                            Outcome outcome = bed.in(packet);
                            boolean asked =
                                    sent.stream()
                                            .anyMatch(one ->
                                                    bed.now - one.at < idle * Bed.SECOND
                                                            && one.protocol == packet.protocol
                                                            && one.from.equals(packet.destination())
                                                            && permits(
                                                                    inbound, one, packet.source()));
                            assertThat(outcome.reason())
                                    .as("step %d of %s: %s", step, inbound, outcome)
                                    .isEqualTo(asked ? null : DropReason.UNSOLICITED);
                        }
                    }
                    bed.pass(idle);
                    assertThat(bed.book.rows).isEmpty();
                });
    }

    private static boolean permits(Dependence inbound, Sent one, TransportAddress from) {
        return switch (inbound) {
            case ENDPOINT_INDEPENDENT -> true;
            case ADDRESS_DEPENDENT -> one.to.ip().equals(from.ip());
            case ADDRESS_AND_PORT_DEPENDENT -> one.to.equals(from);
        };
    }

    private static String text(TransportAddress address) {
        IpAddress ip = address.ip();
        return ip.v6() ? "[" + ip + "]" : ip.toString();
    }

    private static TransportAddress endpoint(RandomSource random, String[] addresses) {
        return new TransportAddress(
                IpAddress.parse(addresses[random.nextInt(addresses.length)]),
                PORTS[random.nextInt(PORTS.length)]);
    }
}
