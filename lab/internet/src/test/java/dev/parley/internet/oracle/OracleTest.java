package dev.parley.internet.oracle;

import static dev.parley.internet.oracle.Reachability.DIRECT;
import static dev.parley.internet.oracle.Reachability.NONE;
import static dev.parley.internet.oracle.Reachability.PACKET_ORDER;
import static dev.parley.internet.oracle.Reachability.PORT_PREDICTION;
import static dev.parley.internet.oracle.Reachability.RELAY_TCP;
import static dev.parley.internet.oracle.Reachability.RELAY_TLS;
import static dev.parley.internet.oracle.Reachability.RELAY_UDP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleTest {
    private static final RelayPorts RELAY = RelayPorts.usual(Topologies.SERVER);

    private static Reachability between(NatBehaviour a, NatBehaviour b) {
        return Oracle.of(Topologies.twoHomes("x", a, b)).between("ana", "ben", RELAY);
    }

    private static Reachability named(String topology) {
        return Oracle.of(Topologies.named(topology).orElseThrow()).between("ana", "ben", RELAY);
    }

    /** What every text about NAT traversal says of the four classic kinds. */
    @Test
    void theClassicTable() {
        NatBehaviour full = NatBehaviour.FULL_CONE;
        NatBehaviour address = NatBehaviour.ADDRESS_RESTRICTED;
        NatBehaviour port = NatBehaviour.PORT_RESTRICTED;
        NatBehaviour symmetric = NatBehaviour.SYMMETRIC;
        List<NatBehaviour> cones = List.of(full, address, port);
        for (NatBehaviour a : cones) {
            for (NatBehaviour b : cones) {
                assertThat(between(a, b)).isEqualTo(DIRECT);
            }
        }
        assertThat(between(full, symmetric)).isEqualTo(DIRECT);
        assertThat(between(address, symmetric)).isEqualTo(DIRECT);
        assertThat(between(port, symmetric)).isEqualTo(RELAY_UDP);
        assertThat(between(symmetric, port)).isEqualTo(RELAY_UDP);
        assertThat(between(symmetric, symmetric)).isEqualTo(RELAY_UDP);
    }

    @Test
    void aSymmetricNatThatCountsCanBeForeseen() {
        NatBehaviour counting = NatBehaviour.SYMMETRIC.withPorts(PortAssignment.SEQUENTIAL);
        assertThat(between(NatBehaviour.PORT_RESTRICTED, counting)).isEqualTo(PORT_PREDICTION);
    }

    @ParameterizedTest
    @CsvSource({
        "two-homes, DIRECT",
        "cone-symmetric, DIRECT",
        "two-symmetric, RELAY_UDP",
        "phone, DIRECT",
        "carrier-homes, DIRECT",
        "linux-homes, DIRECT",
        "linux-bare, PACKET_ORDER",
        "two-homes-ipv6, DIRECT",
        "office, RELAY_TLS",
        "office-proxy, RELAY_TLS",
    })
    void namedTopologies(String name, Reachability expected) {
        assertThat(named(name)).isEqualTo(expected);
    }

    @Test
    void twoHomesOfACarrierThatDoesNotHairpinNeedARelay() {
        Topology homes = Topologies.named("carrier-homes").orElseThrow();
        var carrier = homes.sites().getFirst();
        Topology without =
                new Topology(
                        "x",
                        homes.machines(),
                        List.of(
                                new dev.parley.internet.topology.Site(
                                        carrier.name(),
                                        carrier.inside(),
                                        new dev.parley.internet.topology.Gateway(
                                                carrier.gateway().outside(),
                                                new Nat.Rfc4787(
                                                        NatBehaviour.PORT_RESTRICTED
                                                                .withHairpinning(
                                                                        NatBehaviour.Hairpinning
                                                                                .OFF)),
                                                carrier.gateway().firewall()),
                                        carrier.uplink(),
                                        carrier.machines(),
                                        carrier.sites())));
        assertThat(Oracle.of(without).between("ana", "ben", RELAY)).isEqualTo(RELAY_UDP);
    }

    @Test
    void theRelayIsReachedByTheFirstThatPasses() {
        Topology office = Topologies.named("office").orElseThrow();
        assertThat(Oracle.of(office).relay("ana", RELAY)).isEqualTo(RELAY_TLS);
        RelayPorts onPort80 =
                new RelayPorts(Topologies.SERVER, List.of(3478), List.of(80), List.of(443));
        assertThat(Oracle.of(office).relay("ana", onPort80)).isEqualTo(RELAY_TCP);
        RelayPorts udpOnly = new RelayPorts(Topologies.SERVER, List.of(3478), List.of(), List.of());
        assertThat(Oracle.of(office).relay("ana", udpOnly)).isEqualTo(NONE);
        assertThat(Oracle.of(office).between("ana", "ben", udpOnly)).isEqualTo(NONE);
    }

    @Test
    void neighboursReachEachOther() {
        Topology five = Topologies.named("five-behind-one").orElseThrow();
        assertThat(Oracle.of(five).between("ana", "emil", RELAY)).isEqualTo(DIRECT);
    }

    @Test
    void whatADiscoveryMustFind() {
        Oracle phone = Oracle.of(Topologies.named("phone").orElseThrow());
        assertThat(phone.mapping("ana")).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
        assertThat(phone.filtering("ana")).isEqualTo(Dependence.ADDRESS_DEPENDENT);
        assertThat(phone.mapping(Topologies.SERVER)).isNull();
        Oracle symmetric = Oracle.of(Topologies.named("two-symmetric").orElseThrow());
        assertThat(symmetric.mapping("ben")).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
    }

    @Test
    void orderDecidesOnlyWithoutAnInputFilter() {
        assertThat(named("linux-homes")).isNotEqualTo(named("linux-bare"));
        assertThat(named("linux-bare")).isEqualTo(PACKET_ORDER);
    }
}
