package dev.parley.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    @Test
    void neighboursHaveTheirOwnAddressesAndOthersThatOfTheirGateway() {
        assertThat(names("carrier-homes", "ana"))
                .isEqualTo(
                        """
                        127.0.0.1 localhost
                        ::1 localhost
                        203.0.113.10 server server.
                        203.0.113.11 server server.
                        2001:db8:ffff::10 server server.
                        100.64.0.1 carrier carrier.
                        192.168.1.1 home-a home-a.
                        192.168.1.2 ana ana.
                        100.64.0.3 home-b home-b.
                        100.64.0.3 ben ben.\
                        """);
    }

    @Test
    void fromOutsideOnlyTheOutermostGatewayIsSeen() {
        assertThat(names("carrier-homes", "server"))
                .endsWith(
                        """
                        203.0.113.100 carrier carrier.
                        203.0.113.101 carrier carrier.
                        203.0.113.100 home-a home-a.
                        203.0.113.101 home-a home-a.
                        203.0.113.100 ana ana.
                        203.0.113.101 ana ana.
                        203.0.113.100 home-b home-b.
                        203.0.113.101 home-b home-b.
                        203.0.113.100 ben ben.
                        203.0.113.101 ben ben.\
                        """);
    }

    @Test
    void ipv6AddressesAreSeenAsTheyAre() {
        assertThat(names("two-homes-ipv6", "ana").lines())
                .contains(
                        "2001:db8:b::2 ben ben.",
                        "2001:db8:a::2 ana ana.",
                        "2001:db8:a::1 home-a home-a.");
    }

    private static String names(String topology, String viewer) {
        Topology found = Topologies.named(topology).orElseThrow();
        Machine machine = Plan.of(found, Ground.FULL).machine(viewer);
        return new HostNames(found, machine).text(true);
    }
}
