package dev.parley.internet.tcp;

import static dev.parley.internet.tcp.TcpPair.BEN;
import static dev.parley.internet.tcp.TcpPair.MILLI;
import static dev.parley.internet.tcp.TcpPair.SECOND;
import static dev.parley.internet.tcp.TcpPair.TEN_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.NetworkEvent;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsShapeTest {
    private final TcpPair pair = TcpPair.plain();

    private static void connect(TcpPair pair, Talker ana, Talker ben) {
        pair.ben.tcp().listen(443, TlsShape.server(pair.internet, (_, _) -> ben));
        pair.ana.tcp().connect(BEN, TlsShape.client(pair.internet, ana));
    }

    @Test
    void takesOneRoundTripMoreThanTcp() {
        Talker ana = new Talker("a request", false);
        Talker ben = new Talker("an answer", true);
        connect(pair, ana, ben);
        pair.internet.run();
        assertThat(ana.openedAt).isEqualTo(80 * MILLI);
        assertThat(ben.lastHeardAt).as("with the last of the opening").isEqualTo(100 * MILLI);
        assertThat(ben.text()).isEqualTo("a request");
        assertThat(ana.text()).isEqualTo("an answer");
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void whatIsSentCanBeReadInATrace() {
        List<String> sent = new ArrayList<>();
        pair.internet.observe(event -> {
            if (event instanceof NetworkEvent.Sent one) {
                sent.add(new String(one.packet().payload(), StandardCharsets.ISO_8859_1));
            }
        });
        connect(pair, new Talker("a request", true), Talker.silent());
        pair.internet.run();
        assertThat(sent).anyMatch(bytes -> bytes.contains("shape of TLS: CLIENT_HELLO"));
        assertThat(sent).anyMatch(bytes -> bytes.contains("a request"));
        assertThat(sent).anyMatch(bytes -> bytes.startsWith("\u0017\u0003\u0003"));
    }

    @Test
    void muchArrivesThroughLossWithPauses() {
        LinkDirection lossy = TEN_MILLIS.withLoss(new Loss.Random(0.02)).withReorder(0.05);
        TcpPair poor = new TcpPair(LinkBehaviour.symmetric(lossy), 3);
        Talker ana = new Talker(poor.random("a", 2_500_000), true);
        Talker ben = new Talker(poor.random("b", 700_000), true);
        connect(poor, ana, ben);
        for (int i = 0; i < 20; i++) {
            poor.internet.at((500 + 300 * i) * MILLI, () -> ben.stream().pause());
            poor.internet.at((600 + 300 * i) * MILLI, () -> ben.stream().resume());
        }
        poor.internet.run();
        assertThat(ben.heard.toByteArray()).isEqualTo(poor.random("a", 2_500_000));
        assertThat(ana.heard.toByteArray()).isEqualTo(poor.random("b", 700_000));
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(ben.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void whoDoesNotSpeakItIsReset() {
        Talker ana = new Talker("GET / HTTP/1.1", false);
        Talker ben = Talker.silent();
        pair.ben.tcp().listen(443, TlsShape.server(pair.internet, (_, _) -> ben));
        pair.ana.tcp().connect(BEN, ana);
        pair.internet.runUntil(SECOND);
        assertThat(ana.end).isEqualTo(StreamEnd.RESET);
        assertThat(ben.notes).isEmpty();
    }

    @Test
    void aClosedPortRefuses() {
        Talker ana = Talker.silent();
        pair.ana.tcp().connect(BEN, TlsShape.client(pair.internet, ana));
        pair.internet.run();
        assertThat(ana.notes).containsExactly("closed");
        assertThat(ana.end).isEqualTo(StreamEnd.REFUSED);
    }

    @Test
    void anAcceptorMayRefuse() {
        Talker ana = Talker.silent();
        pair.ben.tcp().listen(443, TlsShape.server(pair.internet, (_, _) -> null));
        pair.ana.tcp().connect(BEN, TlsShape.client(pair.internet, ana));
        pair.internet.run();
        assertThat(ana.end).isEqualTo(StreamEnd.RESET);
    }
}
