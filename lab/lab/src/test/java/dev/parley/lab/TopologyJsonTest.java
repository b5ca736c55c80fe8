package dev.parley.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Queue;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyJsonTest {
    private static final String SMALL =
            """
            {"name": "small",
             "machines": [{"name": "server", "addresses": ["203.0.113.10"]}],
             "sites": [{"name": "home", "inside": ["192.168.1.0/24"],
                        "gateway": {"outside": ["18.18.18.18"], GATEWAY},
                        "machines": [{"name": "ana", "addresses": ["192.168.1.2"], LINK}]}]}
            """;

    static List<Topology> named() {
        return Topologies.names().stream()
                .map(name -> Topologies.named(name).orElseThrow())
                .toList();
    }

    private static Topology small(String gateway, String link) {
        return TopologyJson.read(SMALL.replace("GATEWAY", gateway).replace("LINK", link));
    }

    private static Topology small() {
        return small("\"nat\": {\"kind\": \"rfc4787\"}", "\"link\": {}");
    }

    @ParameterizedTest
    @MethodSource("named")
    void whatIsWrittenReadsBackAsTheSame(Topology topology) {
        assertThat(TopologyJson.read(TopologyJson.write(topology).toString())).isEqualTo(topology);
    }

    @Test
    void everyPropertyOfALinkIsKept() {
        LinkDirection up =
                new LinkDirection(
                        1_234_567,
                        89,
                        10_000_000,
                        Queue.CoDel.of(4096),
                        new Loss.Bursts(0.01, 0.3, 0.001, 0.5),
                        0.1,
                        0.2,
                        0.3,
                        1280,
                        false);
        LinkDirection down = LinkDirection.delay(3_000_000).withLoss(new Loss.Random(0.25));
        Machine machine =
                new Machine(
                        "ana",
                        small().machines().getFirst().addresses(),
                        new LinkBehaviour(up, down));
        Topology topology = new Topology("links", List.of(machine), List.of());
        assertThat(TopologyJson.read(TopologyJson.write(topology))).isEqualTo(topology);
    }

    @Test
    void whatIsUsualMayBeLeftOut() {
        Topology small = TopologyJson.read(SMALL.replace(", GATEWAY", "").replace(", LINK", ""));
        assertThat(small.sites().getFirst().gateway().nat())
                .isEqualTo(new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED));
        assertThat(small.sites().getFirst().gateway().firewall()).isEqualTo(Firewall.OPEN);
    }

    @Test
    void wordsMayBeWrittenAsTheRfcsDo() {
        Nat nat =
                small(
                                "\"nat\": {\"kind\": \"rfc4787\", \"mapping\":"
                                        + " \"Address_and_Port-Dependent\", \"ports\": \"random\"}",
                                "\"link\": {}")
                        .sites()
                        .getFirst()
                        .gateway()
                        .nat();
        assertThat(nat)
                .isInstanceOfSatisfying(
                        Nat.Rfc4787.class,
                        rfc ->
                                assertThat(rfc.behaviour().mapping())
                                        .isEqualTo(
                                                NatBehaviour.Dependence
                                                        .ADDRESS_AND_PORT_DEPENDENT));
    }

    @Test
    void aMistakeIsNamedWithItsPlace() {
        refused("\"nat\": {\"kind\": \"cone\"}", "\"link\": {}")
                .withMessage("sites[0].gateway.nat.kind: none, rfc4787, linux or nat64 is wanted");
        refused("\"nat\": {\"kind\": \"none\", \"mapping\": \"x\"}", "\"link\": {}")
                .withMessage("sites[0].gateway.nat.mapping: there is no such field");
        refused("\"firewall\": {\"tcpPorts\": [443, 0]}", "\"link\": {}")
                .withMessage(
                        "sites[0].gateway.firewall.tcpPorts[1]: a whole number from 1 to 65535 is"
                                + " wanted");
        refused("\"nat\": {\"kind\": \"none\"}", "\"link\": {\"delayMillis\": -1}")
                .withMessageStartingWith("sites[0].machines[0].link.delayMillis: ");
        refused("\"nat\": {\"kind\": \"none\"}", "\"link\": {\"loss\": 1.5}")
                .withMessageContaining("a share from 0 to 1");
        refused("\"nat\": 4", "\"link\": {}")
                .withMessage("sites[0].gateway.nat: an object { } is wanted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopologyJson.read("{"))
                .withMessageStartingWith("this is not JSON: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopologyJson.read("{\"name\": \"a b\"}"))
                .withMessageContaining("letters, digits and hyphens");
    }

    @Test
    void hugeTopologiesAreRefused() {
        StringBuilder machines = new StringBuilder();
        for (int i = 0; i <= TopologyJson.MAX_NODES; i++) {
            machines.append(i == 0 ? "" : ",")
                    .append("{\"name\": \"m")
                    .append(i)
                    .append("\", \"addresses\": [\"198.51.100.1\"]}");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TopologyJson.read("{\"name\": \"big\", \"machines\": [" + machines + "]}"))
                .withMessageContaining("more than 200 machines");
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException>
            refused(String gateway, String link) {
        return assertThatIllegalArgumentException().isThrownBy(() -> small(gateway, link));
    }
}
