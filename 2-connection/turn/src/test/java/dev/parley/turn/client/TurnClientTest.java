package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Deadlines;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.Bound;
import dev.parley.turn.client.TurnClientEvent.Ended;
import dev.parley.turn.client.TurnClientEvent.Permitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is for, over each transport, against our server. */
class TurnClientTest {
    private static final TransportAddress PEER = TwoCores.PEER;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void allocates(Transport transport) {
        TwoCores cores = new TwoCores(transport);
        Allocated allocated = cores.allocate();
        assertThat(allocated.relayed()).containsExactly(cores.relayed(false));
        assertThat(allocated.mapped()).isEqualTo(TwoCores.CLIENT);
        assertThat(allocated.lifetimeSeconds()).isEqualTo(600);
        assertThat(allocated.missing()).isNull();
        assertThat(allocated.reservation()).isNull();
        assertThat(cores.events).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void passesDataBothWaysByIndications(Transport transport) {
        TwoCores cores = TwoCores.allocated(transport);
        assertThat(cores.send(PEER, "too early")).isFalse();
        cores.client.permit(cores.now, PEER.ip());
        assertThat(cores.send(PEER, "still too early")).isFalse();
        cores.settle();
        assertThat(cores.event(Permitted.class).peer()).isEqualTo(PEER.ip());

        assertThat(cores.send(PEER, "hello")).isTrue();
        cores.settle();
        assertThat(cores.atPeers)
                .containsExactly(
                        new TwoCores.PeerDatagram(cores.relayed(false), PEER, "hello", false));

        TransportAddress otherPort = TransportAddress.parse("8.8.8.8:9009");
        cores.fromPeer(PEER, "hello back");
        cores.fromPeer(otherPort, "from another port");
        cores.settle();
        assertThat(cores.atClient)
                .containsExactly(
                        new TwoCores.PeerDatagram(cores.relayed(false), PEER, "hello back", false),
                        new TwoCores.PeerDatagram(
                                cores.relayed(false), otherPort, "from another port", false));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void passesDataBothWaysByChannelData(Transport transport) {
        TwoCores cores = TwoCores.allocated(transport);
        cores.client.bind(cores.now, PEER);
        cores.settle();
        assertThat(cores.event(Permitted.class).peer()).isEqualTo(PEER.ip());
        assertThat(cores.event(Bound.class)).isEqualTo(new Bound(PEER, 0x4000));

        cores.sentByClient.clear();
        for (int length = 0; length <= 9; length++) {
            assertThat(cores.send(PEER, "123456789".substring(0, length))).isTrue();
            int padded = transport.isStream() ? (length + 3) / 4 * 4 : length;
            assertThat(cores.sentByClient.getLast()).hasSize(4 + padded);
        }
        cores.settle();
        assertThat(cores.textsAtPeers()).startsWith("1", "12", "123").endsWith("123456789");

        cores.fromPeer(PEER, "1");
        cores.fromPeer(PEER, "123456789");
        cores.settle();
        assertThat(cores.textsAtClient()).containsExactly("1", "123456789");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void givesTheAllocationBack(Transport transport) {
        TwoCores cores = TwoCores.allocated(transport);
        assertThat(cores.server.allocations()).isOne();
        cores.client.close(cores.now);
        cores.client.close(cores.now);
        cores.settle();
        assertThat(cores.event(Ended.class)).isEqualTo(new Ended(Ended.Reason.CLOSED));
        assertThat(cores.server.allocations()).isZero();
        assertThat(cores.client.nextTimeout()).isEqualTo(Deadlines.NONE);
        assertThat(cores.closed).hasSize(transport.isStream() ? 1 : 0);
        assertThat(cores.clientPaths.size()).as("the test's own hold on the path").isOne();
        cores.clientPaths.release(cores.clientPath);
        cores.clientPaths.sweep();
        assertThat(cores.clientPaths.size()).isZero();
    }

    @Test
    void wishesMayComeBeforeTheAllocationStands() {
        TwoCores cores = new TwoCores(Transport.UDP);
        cores.client.permit(cores.now, PEER.ip());
        cores.client.bind(cores.now, PEER);
        cores.client.allocate(cores.now, cores.clientPath);
        cores.client.permit(cores.now, PEER.ip());
        cores.settle();
        assertThat(cores.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Allocated", "Permitted", "Bound");
    }

    @Test
    void tellsOfEachWishOnce() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        for (int i = 0; i < 3; i++) {
            cores.client.permit(cores.now, PEER.ip());
            cores.client.bind(cores.now, PEER);
            cores.settle();
        }
        cores.run(3600);
        assertThat(cores.events(Permitted.class)).hasSize(1);
        assertThat(cores.events(Bound.class)).hasSize(1);
        assertThat(cores.events).hasSize(3);
    }

    @Test
    void makesOneAllocationOnly() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        assertThatThrownBy(() -> cores.client.allocate(cores.now, cores.clientPath))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another client");
    }

    @Test
    void ignoresWishesAfterTheEnd() {
        TwoCores cores = TwoCores.allocated(Transport.UDP);
        cores.client.close(cores.now);
        cores.settle();
        cores.events.clear();
        cores.client.permit(cores.now, PEER.ip());
        cores.client.bind(cores.now, PEER);
        cores.client.refresh(cores.now);
        cores.client.forget(cores.now, PEER.ip());
        assertThat(cores.send(PEER, "late")).isFalse();
        cores.run(1000);
        assertThat(cores.events).isEmpty();
    }
}
