package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Sockets;
import dev.parley.internet.topology.Topologies;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A relayed conversation in which one side changes its network (RFC 8016). */
class MobilityTest {
    private static final IpAddress OLD_ADDRESS = IpAddress.parse("18.18.18.18");
    private static final IpAddress NEW_ADDRESS = IpAddress.parse("18.18.18.19");

    private Internet internet = Internet.of(Topologies.twoHomes(), 1);
    private TurnRelay relay = TurnRelay.on(internet.host("server"));

    @BeforeEach
    void everyTestHasAnInternetOfItsOwn() {
        internet = Internet.of(Topologies.twoHomes(), 1);
        relay = TurnRelay.on(internet.host("server"));
    }

    private static TransportAddress server(Transport transport) {
        int port =
                transport == Transport.UDP
                        ? TurnRelay.UDP_PORT
                        : RelayAttempt.ALL.stream()
                                .filter(attempt -> attempt.transport() == transport)
                                .findFirst()
                                .orElseThrow()
                                .port();
        return TransportAddress.parse("203.0.113.10:" + port);
    }

    private TurnUser user(String name, Transport transport, int port) {
        TurnClientConfig config =
                TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD).mobility(true).build();
        return TurnUser.over(transport, internet.host(name), port, server(transport), config);
    }

    /** Moves to a new socket or connection, and waits. */
    private void move(TurnUser user, Transport transport, int port) {
        Host host = user.program.sockets().host();
        Sockets sockets = user.program.sockets();
        TransportAddress local = new TransportAddress(host.address(false), port);
        if (transport == Transport.UDP) {
            moveTo(user, sockets.path(sockets.open(local), server(transport)));
        } else {
            sockets.connect(
                    (remote, handler) -> host.tcp().connect(local, remote, handler),
                    server(transport),
                    transport,
                    path -> moveTo(user, path),
                    end -> {
                        throw new AssertionError("no connection: " + end);
                    });
        }
        internet.runUntil(
                () -> user.last() instanceof TurnClientEvent.Moved,
                internet.now() + 20_000_000_000L);
        assertThat(user.last()).isInstanceOf(TurnClientEvent.Moved.class);
    }

    private static void moveTo(TurnUser user, int path) {
        user.program.act((now, client) -> client.move(now, path));
    }

    private void expectBothHear(TurnUser ana, TurnUser ben, TransportAddress anas, String what) {
        TransportAddress bens = ben.relayed();
        ana.send(bens, what + " from Ana");
        ben.send(anas, what + " from Ben");
        ana.pass(1);
        assertThat(ben.received).as("Ben hears").contains(what + " from Ana");
        assertThat(ana.received).as("Ana hears").contains(what + " from Ben");
    }

    @ParameterizedTest(name = "with channels: {0}")
    @ValueSource(booleans = {true, false})
    void theConversationGoesOnWhenTheHomeGetsAnotherAddress(boolean channel) {
        TurnUser ana = user("ana", Transport.UDP, 0);
        TurnUser ben = user("ben", Transport.UDP, 0);
        TransportAddress anas = ana.relayed();
        ana.permit(ben.relayed(), channel);
        ben.permit(anas, channel);
        expectBothHear(ana, ben, anas, "before");

        internet.gateway("home-a").changeAddress(OLD_ADDRESS, NEW_ADDRESS);
        move(ana, Transport.UDP, 0);
        ana.pass(0.2);
        ben.send(anas, "Ben speaks first");
        ana.pass(1);
        assertThat(ana.received).contains("Ben speaks first");
        expectBothHear(ana, ben, anas, "after");
        ana.pass(2000);
        expectBothHear(ana, ben, anas, "much later");
        ana.close();
        ben.close();
        assertThat(relay.allocations()).isZero();
    }

    @Test
    void aNewAddressThatNobodyToldOfIsNoticedByTheFirstRefusal() {
        TurnUser ana = user("ana", Transport.UDP, 0);
        TurnUser ben = user("ben", Transport.UDP, 0);
        TransportAddress anas = ana.relayed();
        ana.permit(ben.relayed(), true);
        ben.permit(anas, true);
        internet.gateway("home-a").changeAddress(OLD_ADDRESS, NEW_ADDRESS);
        ana.program.act((now, client) -> client.refresh(now));
        ana.pass(10);
        assertThat(ana.program.events()).anyMatch(TurnClientEvent.Moved.class::isInstance);
        expectBothHear(ana, ben, anas, "after");
        assertThat(relay.allocations()).isEqualTo(2);
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"UDP, TCP", "TCP, UDP", "TCP, TCP", "TLS, TCP", "UDP, TLS"})
    void everyTransportMayFollowEveryOther(Transport from, Transport to) {
        TurnUser ana = user("ana", from, 40_000);
        TurnUser ben = user("ben", Transport.UDP, 0);
        TransportAddress anas = ana.relayed();
        ana.permit(ben.relayed(), true);
        ben.permit(anas, true);
        expectBothHear(ana, ben, anas, "before");
        move(ana, to, 40_001);
        expectBothHear(ana, ben, anas, "after");
        ana.pass(100);
        expectBothHear(ana, ben, anas, "when the old way is closed");
        assertThat(relay.allocations()).isEqualTo(2);
        ana.close();
        assertThat(relay.allocations()).isEqualTo(1);
    }
}
