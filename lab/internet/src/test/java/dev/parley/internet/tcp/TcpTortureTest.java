package dev.parley.internet.tcp;

import static dev.parley.internet.tcp.TcpPair.BEN;
import static dev.parley.internet.tcp.TcpPair.MILLI;
import static dev.parley.internet.tcp.TcpPair.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.internet.Host;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.Packet;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.Seeds;
import dev.parley.internet.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody who can write any packet, and sees those of others, sends whatever he likes. */
class TcpTortureTest {
    private static final int SEEDS = 40;

    /** He knows both addresses and ports, but not the sequence numbers. */
    @Test
    void blindGuessesDoNotHarmAConnection() {
        Seeds.forEach(
                SEEDS,
                seed -> {
                    TcpPair pair = TcpPair.plain();
                    RandomSource random = RandomSource.seeded(seed);
                    Talker ana = new Talker(pair.random("a", 400_000), true);
                    Talker ben = new Talker(pair.random("b", 100_000), true);
                    pair.connect(ana, ben);
                    for (int i = 0; i < 200; i++) {
                        pair.internet.at(
                                (40 + i) * MILLI,
                                () -> inject(pair.ben, random, ana, (int) random.nextLong(), 0));
                    }
                    pair.internet.run();
                    assertThat(ben.heard.toByteArray()).isEqualTo(pair.random("a", 400_000));
                    assertThat(ana.heard.toByteArray()).isEqualTo(pair.random("b", 100_000));
                    assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
                });
    }

    /** He sees what goes by: he may break it, but nothing throws and nothing stays behind. */
    @Test
    void whoSeesTheNumbersBreaksConnectionsAndNothingElse() {
        Seeds.forEach(
                SEEDS,
                seed -> {
                    TcpPair pair = TcpPair.plain();
                    RandomSource random = RandomSource.seeded(seed);
                    List<PacketImage> seen = new ArrayList<>();
                    pair.internet.observe(event -> {
                        if (event instanceof NetworkEvent.Delivered one) {
                            seen.add(one.packet());
                        }
                    });
                    Talker ana = new Talker(pair.random("a", 200_000), true);
                    Talker ben = new Talker(pair.random("b", 200_000), true);
                    pair.connect(ana, ben);
                    for (int i = 0; i < 100; i++) {
                        pair.internet.at((20 + 5 * i) * MILLI, () -> mimic(pair, random, seen));
                    }
                    pair.internet.runUntil(1000 * SECOND);
                    assertThat(ana.end).isNotNull();
                    assertThat(pair.ana.tcp().size() + pair.ben.tcp().size()).isZero();
                });
    }

    /** A segment seen before, with something changed. */
    private static void mimic(TcpPair pair, RandomSource random, List<PacketImage> seen) {
        if (seen.isEmpty()) {
            return;
        }
        PacketImage model = seen.get(random.nextInt(seen.size()));
        Host from = model.source().ip().equals(BEN.ip()) ? pair.ben : pair.ana;
        Packet packet = from.newPacket();
        packet.set(model);
        switch (random.nextInt(7)) {
            case 0 -> packet.tcpFlags = random.nextInt(32);
            case 1 -> packet.sequence += random.nextInt(5000) - 2500;
            case 2 -> packet.acknowledgment += random.nextInt(5000) - 2500;
            case 3 -> packet.window = random.nextInt(3) * 1000;
            case 4 -> packet.payload(new byte[3000], 0, random.nextInt(3000));
            case 5 -> error(packet, model, random);
            default -> packet.tcpFlags ^= TcpFlags.SYN;
        }
        from.send(packet);
    }

    /** What a router might say about a segment of the receiver. */
    private static void error(Packet packet, PacketImage model, RandomSource random) {
        Packet about = new Packet();
        about.set(model);
        about.source(model.destination());
        about.destination(model.source());
        about.sequence = random.nextInt(2) == 0 ? model.acknowledgment() : (int) random.nextLong();
        Icmp what = Icmp.values()[random.nextInt(Icmp.values().length)];
        packet.protocol = Protocol.ICMP;
        packet.icmpType = what.type(false);
        packet.icmpCode = what.code(false);
        packet.icmpMtu = random.nextInt(2000);
        packet.quoted = about;
    }

    private static void inject(
            Host from, RandomSource random, Talker target, int sequence, int length) {
        if (target.stream == null || target.closedAt >= 0) {
            return;
        }
        Packet packet = from.newPacket();
        packet.protocol = Protocol.TCP;
        packet.source(target.stream.remote());
        packet.destination(target.stream.local());
        packet.tcpFlags = random.nextInt(32);
        packet.sequence = sequence;
        packet.acknowledgment = (int) random.nextLong();
        packet.window = random.nextInt(70_000);
        packet.payload(new byte[length], 0, length);
        from.send(packet);
    }
}
