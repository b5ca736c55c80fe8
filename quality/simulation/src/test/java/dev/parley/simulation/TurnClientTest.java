package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A TURN client behind NATs: what it reaches, and how long. */
class TurnClientTest {
    private static final TransportAddress SERVER =
            TransportAddress.parse("203.0.113.10:" + TurnRelay.UDP_PORT);
    private static final IpAddress NEW_ADDRESS = IpAddress.parse("18.18.18.19");

    @Test
    void theStrictestHomesMeetAtTheRelay() {
        Internet internet = Internet.of(Topologies.named("two-symmetric").orElseThrow(), 1);
        TurnRelay relay = TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress anas = ana.relayed();
        TransportAddress bens = ben.relayed();
        ana.permit(bens, true);
        ben.permit(anas, false);
        ana.send(bens, "hello Ben");
        ben.send(anas, "hello Ana");
        ana.pass(1);
        assertThat(ana.received).containsExactly("hello Ana");
        assertThat(ben.received).containsExactly("hello Ben");
        ana.close();
        ben.close();
        assertThat(relay.allocations()).isZero();
    }

    @Test
    void theServerSeesTheHomeAndNotTheMachine() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        assertThat(ana.outcome())
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated ->
                                assertThat(allocated.mapped().ip()).hasToString("18.18.18.18"));
    }

    @ParameterizedTest
    @CsvSource({"15, true", "0, false"})
    void keepalivesKeepTheWayInOpen(int keepaliveSeconds, boolean arrives) {
        Internet internet = Internet.of(impatientHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER, keepalive(keepaliveSeconds));
        TurnUser ben = TurnUser.overUdp(internet.host("ben"), SERVER);
        TransportAddress anas = ana.relayed();
        TransportAddress bens = ben.relayed();
        ana.permit(bens, false);
        ben.permit(anas, false);
        for (int minute = 0; minute < 30; minute++) {
            // Not at the moments of refreshes, which come each four minutes.
            ana.pass(60 + (minute % 4 == 3 ? 7 : 0));
        }
        ana.received.clear();
        ana.pass(100);
        ben.send(anas, "are you there?");
        ana.pass(1);
        assertThat(!ana.received.isEmpty()).isEqualTo(arrives);
    }

    /** Routers that forget after half a minute, and then lend another port. */
    private static Topology impatientHomes() {
        NatBehaviour impatient = NatBehaviour.SYMMETRIC.withTimeouts(NatTimeouts.RFC.withUdp(30));
        return Topologies.twoHomes("impatient", impatient, impatient);
    }

    private static TurnClientConfig keepalive(int seconds) {
        return TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD)
                .keepaliveSeconds(seconds)
                .build();
    }

    @Test
    void livesForHoursBehindAnImpatientRouter() {
        Internet internet = Internet.of(impatientHomes(), 2);
        TurnRelay relay = TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        ana.pass(3 * 3600);
        assertThat(ana.program.events()).hasSize(1);
        assertThat(relay.allocations()).isOne();
    }

    @Test
    void noticesThatTheHomeHasANewAddress() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        internet.gateway("home-a").changeAddress(IpAddress.parse("18.18.18.18"), NEW_ADDRESS);
        ana.program.act((now, client) -> client.refresh(now));
        ana.pass(1);
        assertThat(ana.last()).isEqualTo(new Ended(Ended.Reason.LOST));
        TurnUser again = TurnUser.overUdp(internet.host("ana"), SERVER);
        assertThat(again.outcome())
                .isInstanceOfSatisfying(
                        Allocated.class,
                        allocated -> assertThat(allocated.mapped().ip()).isEqualTo(NEW_ADDRESS));
    }

    @Test
    void survivesARouterThatRestartsAndLendsTheSamePort() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        TurnRelay.on(internet.host("server"));
        TurnUser ana = TurnUser.overUdp(internet.host("ana"), SERVER);
        ana.relayed();
        internet.gateway("home-a").reboot();
        ana.program.act((now, client) -> client.refresh(now));
        ana.pass(1200);
        assertThat(ana.program.events()).hasSize(1);
    }
}
