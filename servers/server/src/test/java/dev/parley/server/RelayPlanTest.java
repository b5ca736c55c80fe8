package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayPlanTest {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    private static final IpAddress LAN = IpAddress.parse("192.168.1.7");
    private static final IpAddress PUBLIC_V6 = IpAddress.parse("2606:4700::7");
    private static final IpAddress PRIVATE_V6 = IpAddress.parse("fd00::7");

    @Test
    void takesTheAddressOfTheDefaultRoute() throws Exception {
        assertThat(plan(Map.of(), LOOPBACK, LAN, PUBLIC_V6).pairs())
                .containsExactly(
                        new RelayPlan.Pair(LAN, LAN), new RelayPlan.Pair(PUBLIC_V6, PUBLIC_V6));
    }

    @Test
    void leavesPrivateIpv6Out() throws Exception {
        assertThat(plan(Map.of(), LOOPBACK, LAN, PRIVATE_V6).pairs())
                .containsExactly(new RelayPlan.Pair(LAN, LAN));
    }

    @Test
    void fallsBackToLoopback() throws Exception {
        assertThat(plan(Map.of(), LOOPBACK).pairs())
                .containsExactly(new RelayPlan.Pair(LOOPBACK, LOOPBACK));
    }

    @Test
    void tellsTheAddressThatANatGives() throws Exception {
        RelayPlan plan = plan(Map.of("external-address", List.of("9.9.9.9")), LOOPBACK, LAN);
        assertThat(plan.pairs())
                .containsExactly(new RelayPlan.Pair(LAN, IpAddress.parse("9.9.9.9")));
        assertThat(plan.describe()).isEqualTo("9.9.9.9 (here 192.168.1.7), UDP ports 49152-65535");
    }

    @Test
    void takesSeveralAddressesOfAFamilyEachWithItsPublicOne() throws Exception {
        RelayPlan plan =
                plan(Map.of("relay-address", List.of("127.0.0.1/9.9.9.9", "127.0.0.2")), LOOPBACK);
        assertThat(plan.describe())
                .isEqualTo("9.9.9.9 (here 127.0.0.1), 127.0.0.2, UDP ports 49152-65535");
    }

    @Test
    void saysThatOnePortIsForAllRelays() throws Exception {
        RelayPlan plan = plan(Map.of("relay-ports", List.of("50000")), LOOPBACK, LAN);
        assertThat(plan.describe()).isEqualTo("192.168.1.7, UDP port 50000 for all");
    }

    @Test
    void refusesAnAddressOfAnotherMachine() {
        assertThatThrownBy(() -> plan(Map.of("relay-address", List.of("9.9.9.9")), LOOPBACK, LAN))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("--relay-address: this machine has no address 9.9.9.9");
    }

    @Test
    void refusesAnExternalAddressWithoutARelayOfItsFamily() {
        assertThatThrownBy(() ->
                        plan(Map.of("external-address", List.of("2606:4700::1")), LOOPBACK, LAN))
                .hasMessageStartingWith("--external-address: 2606:4700::1 needs a --relay-address");
    }

    private static RelayPlan plan(Map<String, List<String>> flags, IpAddress... addresses)
            throws Exception {
        List<IpAddress> all = List.of(addresses);
        List<IpAddress> reachable =
                all.stream().filter(address -> !address.equals(LOOPBACK)).toList();
        return RelayPlan.of(
                Configuration.of(flags, Map.of()), new LocalAddresses(all, reachable, reachable));
    }
}
