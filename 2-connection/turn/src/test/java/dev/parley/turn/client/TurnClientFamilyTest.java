package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.stun.AddressErrorCode;
import dev.parley.stun.AddressFamily;
import dev.parley.turn.TurnServerConfig;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.AllocationFailed;
import dev.parley.turn.client.TurnClientEvent.Bound;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What can be asked for beside an IPv4 relay on any port. */
class TurnClientFamilyTest {
    private static final TurnServerConfig BOTH =
            TwoCores.server().relayAddress(IpAddress.parse("2607:f8b0::1")).build();

    private static TwoCores cores(TurnServerConfig server, TwoCores.Finish finish) {
        return new TwoCores(Transport.UDP, 1, server, finish);
    }

    @Test
    void relaysIpv6() {
        TwoCores cores = cores(BOTH, config -> config.family(RelayFamily.IPV6).build());
        Allocated allocated = cores.allocate();
        assertThat(allocated.relayed()).containsExactly(cores.relayed(true));
        cores.client.permit(cores.now, TwoCores.PEER_V6.ip());
        cores.settle();
        assertThat(cores.send(TwoCores.PEER_V6, "six")).isTrue();
        cores.fromPeer(TwoCores.PEER_V6, "six back");
        cores.settle();
        assertThat(cores.textsAtPeers()).containsExactly("six");
        assertThat(cores.atClient)
                .containsExactly(
                        new TwoCores.PeerDatagram(
                                cores.relayed(true), TwoCores.PEER_V6, "six back", false));
    }

    @Test
    void relaysBothFamiliesForHours() {
        TwoCores cores = cores(BOTH, config -> config.family(RelayFamily.BOTH).build());
        Allocated allocated = cores.allocate();
        assertThat(allocated.relayed()).containsExactly(cores.relayed(false), cores.relayed(true));
        assertThat(allocated.missing()).isNull();
        cores.client.bind(cores.now, TwoCores.PEER);
        cores.client.bind(cores.now, TwoCores.PEER_V6);
        cores.settle();
        assertThat(cores.events(Bound.class)).hasSize(2);
        cores.run(7200);
        assertThat(cores.send(TwoCores.PEER, "four")).isTrue();
        assertThat(cores.send(TwoCores.PEER_V6, "six")).isTrue();
        cores.fromPeer(TwoCores.PEER, "four back");
        cores.fromPeer(TwoCores.PEER_V6, "six back");
        cores.settle();
        assertThat(cores.textsAtPeers()).containsExactly("four", "six");
        assertThat(cores.textsAtClient()).containsExactly("four back", "six back");
        assertThat(cores.events).hasSize(5);
    }

    @Test
    void saysWhichFamilyIsMissing() {
        TwoCores cores =
                cores(TwoCores.server().build(), config -> config.family(RelayFamily.BOTH).build());
        Allocated allocated = cores.allocate();
        assertThat(allocated.relayed()).containsExactly(cores.relayed(false));
        assertThat(allocated.missing()).isEqualTo(new AddressErrorCode(AddressFamily.IPV6, 440));
    }

    @Test
    void failsWhereTheOneFamilyIsMissing() {
        TwoCores cores =
                cores(TwoCores.server().build(), config -> config.family(RelayFamily.IPV6).build());
        cores.client.allocate(cores.now, cores.clientPath);
        cores.settle();
        assertThat(cores.events)
                .containsExactly(
                        new AllocationFailed(TurnFailure.ADDRESS_FAMILY_NOT_SUPPORTED, 440));
    }

    @Test
    void reservesThePortAbove() {
        TwoCores first =
                cores(
                        TwoCores.server().build(),
                        config -> config.port(new RelayPort.Even(true)).build());
        Allocated allocated = first.allocate();
        assertThat(allocated.relayed().getFirst().port()).isEven();
        long token = Objects.requireNonNull(allocated.reservation());
        assertThat(first.server.relayPortsInUse()).isEqualTo(2);

        TwoCores second =
                cores(
                        TwoCores.server().build(),
                        config -> config.port(new RelayPort.Reserved(token)).build());
        second.client.allocate(second.now, second.clientPath);
        second.settle();
        assertThat(second.events) // another server, which kept nothing
                .containsExactly(new AllocationFailed(TurnFailure.INSUFFICIENT_CAPACITY, 508));
    }

    @Test
    void setsDontFragmentAllTheWay() {
        TwoCores cores =
                cores(TwoCores.server().build(), config -> config.dontFragment(true).build());
        cores.allocate();
        cores.client.permit(cores.now, TwoCores.PEER.ip());
        cores.settle();
        assertThat(cores.send(TwoCores.PEER, "whole")).isTrue();
        cores.settle();
        assertThat(cores.atPeers)
                .containsExactly(
                        new TwoCores.PeerDatagram(
                                cores.relayed(false), TwoCores.PEER, "whole", true));
    }

    @Test
    void refusesSettingsThatContradictEachOther() {
        TurnClientConfigBuilder config = TurnClientConfig.builder("alice", "secret");
        assertThatThrownBy(() ->
                        config.family(RelayFamily.BOTH).port(new RelayPort.Even(true)).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        config.family(RelayFamily.IPV4).port(new RelayPort.Reserved(1)).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TurnClientConfig.builder("", "secret").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TurnClientConfig.builder("a", "b").lifetimeSeconds(-1).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TurnClientConfig.builder("a", "b").queueBytes(1000).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotPrintThePassword() {
        assertThat(TurnClientConfig.builder("alice", "wonderland").build().toString())
                .doesNotContain("wonderland")
                .doesNotContain("alice");
    }
}
