package dev.parley.internet.tcp;

import static dev.parley.internet.tcp.TcpPair.MILLI;
import static dev.parley.internet.tcp.TcpPair.SECOND;
import static dev.parley.internet.tcp.TcpPair.TEN_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.Seeds;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What flows, how fast, and that it is what was sent. */
class TcpFlowTest {
    private static final int MEGABYTE = 1_000_000;

    private static LinkBehaviour up(LinkDirection up) {
        return new LinkBehaviour(up, TEN_MILLIS);
    }

    /** How long ana needs for so many bytes to ben, from the first call to the last byte. */
    private static long nanosFor(int bytes, LinkBehaviour link) {
        TcpPair pair = new TcpPair(link, 1);
        byte[] words = pair.random("words", bytes);
        Talker ben = Talker.silent();
        pair.connect(new Talker(words, true), ben);
        pair.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(words);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
        return ben.lastHeardAt;
    }

    @Test
    void aLinkOfTenMegabitsIsFilled() {
        Queue queue = new Queue.DropTail(100_000); // the product of rate and round trip is 50 000
        LinkBehaviour link = up(TEN_MILLIS.withBitsPerSecond(10_000_000, queue));
        long ten = nanosFor(10 * MEGABYTE, link);
        long twenty = nanosFor(20 * MEGABYTE, link);
        // 40 bytes of headers for each 1460 make 8.22 s for ten megabytes.
        assertThat(twenty - ten).isBetween(8_200 * MILLI, 8_700 * MILLI);
        // The slow start overshoots, and without SACK each lost segment costs a round trip.
        assertThat(ten).isBetween(8_200 * MILLI, 11_000 * MILLI);
    }

    @Test
    void aShortQueueCostsSome() {
        Queue queue = new Queue.DropTail(25_000);
        long nanos = nanosFor(5 * MEGABYTE, up(TEN_MILLIS.withBitsPerSecond(10_000_000, queue)));
        assertThat(nanos).isBetween(4_100 * MILLI, 6_500 * MILLI);
    }

    @Test
    void coDelKeepsItFullToo() {
        LinkDirection codel = TEN_MILLIS.withBitsPerSecond(10_000_000, Queue.CoDel.of(500_000));
        assertThat(nanosFor(5 * MEGABYTE, up(codel))).isBetween(4_100 * MILLI, 5_200 * MILLI);
    }

    @Test
    void withoutALimitTheWindowIsTheLimit() {
        // 256 KiB in each round trip of 40 ms, after a slow start of five round trips.
        long nanos = nanosFor(10 * MEGABYTE, up(TEN_MILLIS));
        assertThat(nanos).isBetween(1_526 * MILLI, 1_900 * MILLI);
    }

    @Test
    void aLossNowAndThenIsMendedWithoutWaiting() {
        TcpPair pair = TcpPair.plain();
        Talker ben = Talker.silent();
        pair.connect(new Talker(pair.random("words", 3 * MEGABYTE), true), ben);
        LinkDirection lossy = TEN_MILLIS.withLoss(new Loss.Random(0.05));
        pair.internet.at(200 * MILLI, () -> pair.ana.changeLink(LinkBehaviour.symmetric(lossy)));
        pair.internet.at(
                204 * MILLI, () -> pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS)));
        List<Long> silences = new ArrayList<>();
        long[] last = {0};
        pair.internet.observe(event -> {
            if (event instanceof NetworkEvent.Sent one && one.node().equals("ana")) {
                silences.add(one.at() - last[0]);
                last[0] = one.at();
            }
        });
        pair.internet.runUntil(3 * SECOND);
        assertThat(pair.internet.dropped()).isPositive();
        assertThat(ben.heard.size()).isEqualTo(3 * MEGABYTE);
        assertThat(silences).as("never a timeout").allMatch(silence -> silence < 100 * MILLI);
    }

    @Test
    void whatWasSentTwiceMeasuresNothing() {
        TcpPair pair = TcpPair.plain();
        Talker ana = Talker.silent();
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        breakLink(pair, SECOND, 4 * SECOND);
        pair.internet.at(SECOND, () -> ana.stream().write(new byte[10]));
        breakLink(pair, 20 * SECOND, 20 * SECOND + 100 * MILLI);
        pair.internet.at(20 * SECOND, () -> ana.stream().write(new byte[10]));
        pair.internet.runUntil(100 * SECOND);
        assertThat(ben.heard.size()).isEqualTo(20);
        assertThat(ben.lastHeardAt).isBetween(20 * SECOND, 21 * SECOND);
    }

    private static void breakLink(TcpPair pair, long from, long until) {
        LinkDirection broken = TEN_MILLIS.withLoss(new Loss.Random(1));
        pair.internet.at(from, () -> pair.ana.changeLink(LinkBehaviour.symmetric(broken)));
        pair.internet.at(until, () -> pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS)));
    }

    @Test
    void aPausedReaderStopsTheWriterAndGoesOn() {
        TcpPair pair = TcpPair.plain();
        byte[] words = pair.random("words", 2 * MEGABYTE);
        Talker ben = Talker.silent();
        pair.connect(new Talker(words, true), ben);
        pair.internet.runUntil(60 * MILLI);
        ben.stream().pause();
        pair.internet.runUntil(20 * SECOND);
        int before = ben.heard.size();
        long sent = pair.internet.sent();
        assertThat(before).isLessThan(MEGABYTE);
        pair.internet.runUntil(60 * SECOND);
        assertThat(ben.heard.size()).isEqualTo(before);
        assertThat(pair.internet.sent() - sent).as("probes only").isBetween(2L, 20L);
        ben.stream().resume();
        pair.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(words);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void aLostWindowUpdateIsAskedForAgain() {
        TcpPair pair = TcpPair.plain();
        byte[] words = pair.random("words", 2 * MEGABYTE);
        Talker ben = Talker.silent();
        pair.connect(new Talker(words, true), ben);
        pair.internet.runUntil(60 * MILLI);
        ben.stream().pause();
        pair.internet.runUntil(20 * SECOND);
        LinkDirection broken = TEN_MILLIS.withLoss(new Loss.Random(1));
        pair.ana.changeLink(LinkBehaviour.symmetric(broken));
        ben.stream().resume();
        pair.internet.after(SECOND, () -> pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS)));
        pair.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(words);
    }

    @Test
    void patienceBeginsWhenSomethingWaits() {
        TcpPair pair = TcpPair.plain();
        Talker ana = Talker.silent();
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        pair.internet.runUntil(3600 * SECOND); // silence, longer than anybody waits for an answer
        pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS.withLoss(new Loss.Random(1))));
        ana.stream().write("hello".getBytes(StandardCharsets.UTF_8));
        pair.internet.runUntil(3605 * SECOND);
        assertThat(ana.end).isNull();
        pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS));
        pair.internet.runUntil(3620 * SECOND);
        assertThat(ben.text()).isEqualTo("hello");
    }

    @Test
    void anOutageIsSurvivedOrEndsTheConnection() {
        assertThat(outage(30)).isEqualTo(StreamEnd.CLOSED);
        assertThat(outage(300)).isEqualTo(StreamEnd.TIMED_OUT);
    }

    private static StreamEnd outage(int seconds) {
        TcpPair pair = TcpPair.plain();
        Talker ana = new Talker(pair.random("words", 3 * MEGABYTE), true);
        pair.connect(ana, Talker.silent());
        LinkDirection broken = TEN_MILLIS.withLoss(new Loss.Random(1));
        pair.internet.at(200 * MILLI, () -> pair.ana.changeLink(LinkBehaviour.symmetric(broken)));
        pair.internet.at(
                200 * MILLI + seconds * SECOND,
                () -> pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS)));
        pair.internet.run();
        if (ana.end == null) {
            throw new AssertionError("it never ended");
        }
        return ana.end;
    }

    @Test
    void aRouterThatTellsTheMtuIsBelieved() {
        long wide = nanosFromBen(TEN_MILLIS);
        assertThat(nanosFromBen(TEN_MILLIS.withMtu(1300, true)))
                .isBetween(wide, wide + 200 * MILLI);
    }

    @Test
    void wherePacketsVanishSmallerOnesAreTried() {
        assertThat(nanosFromBen(TEN_MILLIS.withMtu(1300, false)))
                .isBetween(600 * MILLI, 5 * SECOND);
        assertThat(nanosFromBen(TEN_MILLIS.withMtu(576, false))).isBetween(2 * SECOND, 20 * SECOND);
    }

    /** How long ben needs to send a megabyte down a link that he cannot see. */
    private static long nanosFromBen(LinkDirection down) {
        TcpPair pair = new TcpPair(new LinkBehaviour(TEN_MILLIS, down), 1);
        byte[] words = pair.random("words", MEGABYTE);
        Talker ana = Talker.silent();
        pair.connect(ana, new Talker(words, true));
        pair.internet.run();
        assertThat(ana.heard.toByteArray()).isEqualTo(words);
        return ana.lastHeardAt;
    }

    @Test
    void whatArrivesIsWhatWasSentWhateverTheLinkDoes() {
        Seeds.forEach(
                150,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    LinkBehaviour link = new LinkBehaviour(any(random), any(random));
                    TcpPair pair = new TcpPair(link, seed);
                    byte[] a = pair.random("a", random.nextInt(200_000));
                    byte[] b = pair.random("b", random.nextInt(200_000));
                    Talker ana = new Talker(a, true);
                    Talker ben = new Talker(b, true);
                    pair.connect(ana, ben);
                    pauses(pair, random, ana, ben);
                    pair.internet.run();
                    assertThat(ana.end).as(link + "").isEqualTo(StreamEnd.CLOSED);
                    assertThat(ben.end).as(link + "").isEqualTo(StreamEnd.CLOSED);
                    assertThat(ben.heard.toByteArray()).isEqualTo(a);
                    assertThat(ana.heard.toByteArray()).isEqualTo(b);
                    assertThat(pair.ana.tcp().size() + pair.ben.tcp().size()).isZero();
                });
    }

    /** Readers stop now and then, and go on. */
    private static void pauses(TcpPair pair, RandomSource random, Talker... talkers) {
        for (Talker talker : talkers) {
            for (int i = random.nextInt(4); i > 0; i--) {
                long at = random.nextInt(2000) * MILLI;
                pair.internet.at(at, () -> ifOpen(talker, Stream::pause));
                pair.internet.at(
                        at + random.nextInt(3000) * MILLI, () -> ifOpen(talker, Stream::resume));
            }
            pair.internet.at(10 * SECOND, () -> ifOpen(talker, Stream::resume));
        }
    }

    private static void ifOpen(Talker talker, java.util.function.Consumer<Stream> action) {
        if (talker.stream != null) {
            action.accept(talker.stream);
        }
    }

    private static LinkDirection any(RandomSource random) {
        LinkDirection any = LinkDirection.delay(random.nextInt(60) * MILLI);
        any = random.nextInt(2) == 0 ? any : any.withJitterNanos(random.nextInt(30) * MILLI);
        any = random.nextInt(2) == 0 ? any : any.withLoss(loss(random));
        any = random.nextInt(2) == 0 ? any : any.withReorder(random.nextInt(4) / 16.);
        any = random.nextInt(2) == 0 ? any : any.withDuplicate(random.nextInt(4) / 16.);
        any = random.nextInt(3) == 0 ? any.withCorrupt(1 / 32.) : any;
        any = random.nextInt(3) == 0 ? any.withMtu(600 + random.nextInt(900), true) : any;
        if (random.nextInt(2) == 0) {
            return any;
        }
        Queue queue =
                random.nextInt(2) == 0
                        ? new Queue.DropTail(10_000 + random.nextInt(100_000))
                        : Queue.CoDel.of(10_000 + random.nextInt(100_000));
        return any.withBitsPerSecond(500_000L + random.nextInt(20_000_000), queue);
    }

    private static Loss loss(RandomSource random) {
        return random.nextInt(2) == 0
                ? new Loss.Random(random.nextInt(5) / 64.)
                : new Loss.Bursts(0.01, 0.5, 0, 0.7); // it stays bad while nothing is sent
    }

    @Test
    void noPacketIsLargerThanTheLinkAndNoneIsCut() {
        TcpPair pair = new TcpPair(up(TEN_MILLIS.withMtu(900, true)), 1);
        List<NetworkEvent.Departed> departed = new ArrayList<>();
        List<DropReason> drops = new ArrayList<>();
        pair.internet.observe(event -> {
            if (event instanceof NetworkEvent.Departed one) {
                departed.add(one);
            } else if (event instanceof NetworkEvent.Dropped one) {
                drops.add(one.reason());
            }
        });
        pair.connect(new Talker(pair.random("words", 50_000), true), Talker.silent());
        pair.internet.run();
        assertThat(departed).allMatch(one -> one.packet().sizeBytes() <= 900);
        assertThat(departed).noneMatch(one -> one.packet().moreFragments());
        assertThat(drops).as("ana knows her own link").isEmpty();
    }
}
