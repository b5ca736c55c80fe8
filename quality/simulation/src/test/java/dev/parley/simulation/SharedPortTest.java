package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.Topologies;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import dev.parley.turn.PortRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two people behind NATs who may use nothing but a relay, which has one port for all. */
class SharedPortTest {
    private static final TransportAddress SERVER =
            TransportAddress.parse("203.0.113.10:" + TurnRelay.UDP_PORT);
    private static final PortRange PORT = PortRange.single(50_000);
    private static final RandomSource RANDOM = RandomSource.seeded(8445);

    private final Internet internet =
            Internet.of(Topologies.named("two-symmetric").orElseThrow(), 1);
    private final TurnRelay relay = TurnRelay.on(internet.host("server"), PORT);
    private final TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
    private final TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);

    /** As ICE repeats them; in the text that users see, the name is what can be read of it. */
    private static String check(String receiver, String sender) {
        byte[] buf = new byte[200];
        int length =
                new StunWriter()
                        .wrap(buf, 0, buf.length)
                        .begin(StunClass.REQUEST, StunMethod.BINDING, TransactionId.random(RANDOM))
                        .text(StunAttributeType.USERNAME, receiver + ":" + sender)
                        .finish();
        return new String(Arrays.copyOf(buf, length), StandardCharsets.ISO_8859_1);
    }

    private void meet(boolean channels) {
        TransportAddress shared = ana.relayed();
        assertThat(ben.relayed()).isEqualTo(shared);
        ana.permit(shared, channels);
        ben.permit(shared, false);
        ana.sendBytes(shared, check("ben", "ana").getBytes(StandardCharsets.ISO_8859_1));
        ana.pass(0.05);
        ben.sendBytes(shared, check("ana", "ben").getBytes(StandardCharsets.ISO_8859_1));
        ana.pass(0.5);
        assertThat(ana.received).singleElement().asString().contains("ana:ben");
        assertThat(ben.received).as("said before anybody knew who ben is").isEmpty();
        ana.sendBytes(shared, check("ben", "ana").getBytes(StandardCharsets.ISO_8859_1));
        ana.pass(0.5);
        assertThat(ben.received).singleElement().asString().contains("ben:ana");
        ana.received.clear();
        ben.received.clear();
    }

    @Test
    void theStrictestHomesMeetOnOnePort() {
        meet(true);
        TransportAddress shared = ana.relayed();
        ana.send(shared, "hello Ben");
        ben.send(shared, "hello Ana");
        ana.pass(1);
        assertThat(ana.received).containsExactly("hello Ana");
        assertThat(ben.received).containsExactly("hello Ben");
        ana.close();
        ben.close();
        assertThat(relay.allocations()).isZero();
    }

    @Test
    void theyTalkForHoursAndRefreshWhatTheyNeed() {
        meet(true);
        TransportAddress shared = ana.relayed();
        for (int minute = 0; minute < 120; minute++) {
            ana.send(shared, "a" + minute);
            ben.send(shared, "b" + minute);
            ana.pass(60);
        }
        assertThat(ben.received).hasSize(120);
        assertThat(ana.received).hasSize(120);
    }

    @Test
    void aThirdPersonHearsNothingOfThem() {
        TurnUser eve = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress shared = eve.relayed();
        eve.permit(shared, true);
        meet(false);
        eve.sendBytes(shared, check("ben", "eve").getBytes(StandardCharsets.ISO_8859_1));
        eve.send(shared, "anybody?");
        ana.send(shared, "for Ben alone");
        ana.pass(1);
        assertThat(eve.received).isEmpty();
        assertThat(ana.received).isEmpty();
        assertThat(ben.received).containsExactly("for Ben alone");
    }
}
