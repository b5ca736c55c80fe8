package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static List<String> resolve(String topology, String asker, String name) {
        Internet internet = Internet.of(Topologies.named(topology).orElseThrow(), 1);
        return internet.resolve(internet.host(asker), name).stream().map(Object::toString).toList();
    }

    @Test
    void publicMachinesAreKnownEverywhere() {
        assertThat(resolve("two-homes", "ana", "server"))
                .containsExactly("203.0.113.10", "203.0.113.11");
    }

    @Test
    void onlyFamiliesThatTheAskerHasAreTold() {
        assertThat(resolve("two-homes-ipv6", "ana", "server")).containsExactly("2001:db8:ffff::10");
    }

    @Test
    void privateMachinesAreKnownInTheirOwnNetworkAlone() {
        assertThat(resolve("office-proxy", "ana", "proxy")).containsExactly("10.0.0.8");
        assertThat(resolve("office-proxy", "ben", "proxy")).isEmpty();
        assertThat(resolve("two-homes", "server", "ana")).isEmpty();
    }

    @Test
    void routedMachinesAreKnownOutside() {
        assertThat(resolve("two-homes-ipv6", "ana", "ben")).containsExactly("2001:db8:b::2");
    }

    @Test
    void behindANat64AddressesAreMadeUpForServersWithIpv4Alone() {
        assertThat(resolve("nat64", "ana", "server"))
                .as("it has one")
                .containsExactly("2001:db8:ffff::10");
        assertThat(resolve("nat64", "ana", "ben")).as("private").isEmpty();
        assertThat(madeUp()).containsExactly("64:ff9b::c000:207");
    }

    private static List<String> madeUp() {
        var nat64 = Topologies.named("nat64").orElseThrow();
        var old = new Machine("old", List.of(IpAddress.parse("192.0.2.7")), LinkBehaviour.delay(1));
        var machines = new ArrayList<>(nat64.machines());
        machines.add(old);
        Internet internet = Internet.of(new Topology("with-old", machines, nat64.sites()), 1);
        return internet.resolve(internet.host("ana"), "old").stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void nobodyIsMadeUp() {
        assertThat(resolve("nat64", "ana", "nobody")).isEmpty();
    }
}
