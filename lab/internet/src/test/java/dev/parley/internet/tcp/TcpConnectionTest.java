package dev.parley.internet.tcp;

import static dev.parley.internet.tcp.TcpPair.BEN;
import static dev.parley.internet.tcp.TcpPair.BEN_V6;
import static dev.parley.internet.tcp.TcpPair.MILLI;
import static dev.parley.internet.tcp.TcpPair.SECOND;
import static dev.parley.internet.tcp.TcpPair.TEN_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.core.TransportAddress;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.Packet;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Loss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpConnectionTest {
    private final TcpPair pair = TcpPair.plain();

    @Test
    void opensInOneRoundTripAndCarriesBothWays() {
        Talker ana = new Talker("ping", true);
        Talker ben = new Talker("a longer pong", true);
        pair.connect(ana, ben);
        pair.internet.run();
        assertThat(ana.openedAt).isEqualTo(40 * MILLI);
        assertThat(ben.openedAt).isEqualTo(60 * MILLI);
        assertThat(ben.text()).isEqualTo("ping");
        assertThat(ana.text()).isEqualTo("a longer pong");
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ana.notes).containsExactly("opened", "ended", "closed");
    }

    @Test
    void version6Too() {
        Talker ana = new Talker(pair.random("words", 10_000), true);
        Talker ben = Talker.silent();
        pair.ben.tcp().listen(443, (_, _) -> ben);
        pair.ana.tcp().connect(BEN_V6, ana);
        pair.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(pair.random("words", 10_000));
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void nothingIsLeftOfAClosedConnection() {
        pair.connect(new Talker("x", true), Talker.silent());
        pair.internet.run();
        assertThat(pair.ana.tcp().size()).isZero();
        assertThat(pair.ben.tcp().size()).isZero();
        assertThat(pair.internet.now()).as("TIME-WAIT ends").isBetween(60 * SECOND, 61 * SECOND);
    }

    @Test
    void aClosedPortRefuses() {
        Talker ana = Talker.silent();
        pair.ana.tcp().connect(BEN, ana);
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.REFUSED);
        assertThat(ana.closedAt).isEqualTo(40 * MILLI);
        assertThat(ana.notes).containsExactly("closed");
    }

    @Test
    void anAcceptorMayRefuse() {
        Talker ana = Talker.silent();
        pair.ben.tcp().listen(443, (_, _) -> null);
        pair.ana.tcp().connect(BEN, ana);
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.RESET);
        assertThat(pair.ben.tcp().size()).isZero();
    }

    @Test
    void whoNeverAnswersIsGivenUp() {
        pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS.withLoss(new Loss.Random(1))));
        Talker ana = Talker.silent();
        pair.ana.tcp().connect(BEN, ana);
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.TIMED_OUT);
        assertThat(ana.closedAt).isBetween(60 * SECOND, 130 * SECOND);
    }

    @Test
    void whereNoWayLeadsIsKnownAtOnce() {
        Talker ana = Talker.silent();
        pair.ana.tcp().connect(TransportAddress.parse("198.51.100.99:443"), ana);
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.UNREACHABLE);
        assertThat(ana.closedAt).isEqualTo(20 * MILLI);
    }

    @Test
    void aLostSynIsSentAgain() {
        pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS.withLoss(new Loss.Random(1))));
        pair.internet.at(
                500 * MILLI, () -> pair.ana.changeLink(LinkBehaviour.symmetric(TEN_MILLIS)));
        Talker ana = new Talker("hello", true);
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        pair.internet.run();
        assertThat(ana.openedAt).as("a second later").isEqualTo(1040 * MILLI);
        assertThat(ben.text()).isEqualTo("hello");
    }

    @Test
    void oneSideMayGoOnAfterTheOtherClosed() {
        Talker ana = new Talker("no more from me", true);
        Talker ben = new Talker(pair.random("more", 300_000), true);
        pair.connect(ana, ben);
        pair.internet.run();
        assertThat(ana.heard.toByteArray()).isEqualTo(pair.random("more", 300_000));
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void bothMayCloseAtOnce() {
        Talker ana = Talker.silent();
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        pair.internet.at(SECOND, () -> ana.stream().close());
        pair.internet.at(SECOND, () -> ben.stream().close());
        pair.internet.runUntil(SECOND + 30 * MILLI);
        assertThat(((TcpConnection) ana.stream()).state()).isEqualTo(TcpState.CLOSING);
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void bothMayOpenAtOnce() {
        TransportAddress a = TransportAddress.parse("198.51.100.1:5000");
        TransportAddress b = TransportAddress.parse("198.51.100.2:6000");
        Talker ana = new Talker("from ana", true);
        Talker ben = new Talker("from ben", true);
        pair.ana.tcp().connect(a, b, ana);
        pair.ben.tcp().connect(b, a, ben);
        pair.internet.run();
        assertThat(ben.text()).isEqualTo("from ana");
        assertThat(ana.text()).isEqualTo("from ben");
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void anAbortResetsTheOtherSide() {
        Talker ana = Talker.silent();
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        pair.internet.at(SECOND, () -> ana.stream().abort());
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.ABORTED);
        assertThat(ben.end).isEqualTo(StreamEnd.RESET);
        assertThat(ben.closedAt).isEqualTo(SECOND + 20 * MILLI);
        assertThat(ben.stream().write(new byte[5])).as("nobody is there").isZero();
    }

    @Test
    void aResetThatOnlyGuessesTheWindowIsQuestioned() {
        Talker ana = Talker.silent();
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        List<PacketImage> ofAna = sentBy("ana");
        pair.internet.runUntil(SECOND);
        List<PacketImage> sent = sentBy("ben");
        Packet guess = pair.ana.newPacket();
        guess.protocol = Protocol.TCP;
        guess.source(ana.stream().local());
        guess.destination(BEN);
        guess.tcpFlags = TcpFlags.RST;
        guess.sequence = ofAna.getLast().sequence() + 1000;
        pair.ana.send(guess);
        pair.internet.run();
        assertThat(ben.end).isNull();
        assertThat(sent).singleElement().matches(p -> p.tcpFlags() == TcpFlags.ACK);
    }

    private List<PacketImage> sentBy(String host) {
        List<PacketImage> sent = new ArrayList<>();
        pair.internet.observe(event -> {
            if (event instanceof NetworkEvent.Sent(long _, String node, PacketImage packet)
                    && node.equals(host)) {
                sent.add(packet);
            }
        });
        return sent;
    }

    @Test
    void aSegmentOfNoConnectionIsReset() {
        List<PacketImage> sent = sentBy("ben");
        Packet stray = pair.ana.newPacket();
        stray.protocol = Protocol.TCP;
        stray.source(TransportAddress.parse("198.51.100.1:4000"));
        stray.destination(BEN);
        stray.tcpFlags = TcpFlags.ACK;
        stray.acknowledgment = 77;
        pair.ana.send(stray);
        pair.internet.run();
        assertThat(sent)
                .singleElement()
                .matches(p -> p.tcpFlags() == TcpFlags.RST && p.sequence() == 77);
        assertThat(pair.internet.dropped()).as("the stray one, and its reset").isEqualTo(2);
    }

    @Test
    void aPortIsListenedOnOnce() {
        pair.ben.tcp().listen(443, (_, _) -> null);
        assertThatIllegalStateException()
                .isThrownBy(() -> pair.ben.tcp().listen(443, (_, _) -> null))
                .withMessageContaining("is taken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pair.ana.tcp().listen(BEN, (_, _) -> null));
        pair.ben.tcp().unlisten(443);
        pair.ben.tcp().listen(443, (_, _) -> null);
    }

    @Test
    void nobodyWritesAfterClosing() {
        Talker ana = Talker.silent();
        pair.connect(ana, Talker.silent());
        pair.internet.runUntil(SECOND);
        ana.stream().close();
        assertThatIllegalStateException().isThrownBy(() -> ana.stream().write(new byte[1]));
    }

    @Test
    void whatWasNotReadWhenTheOtherSideClosedIsReadLater() {
        Talker ana = new Talker(pair.random("words", 50_000), true);
        Talker ben = Talker.silent();
        pair.connect(ana, ben);
        pair.internet.runUntil(50 * MILLI);
        pair.internet.at(60 * MILLI, () -> ben.stream().pause());
        pair.internet.at(30 * SECOND, () -> ben.stream().resume());
        pair.internet.runUntil(29 * SECOND);
        assertThat(ben.notes).containsExactly("opened");
        pair.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(pair.random("words", 50_000));
        assertThat(ben.notes).containsExactly("opened", "ended", "closed");
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }
}
