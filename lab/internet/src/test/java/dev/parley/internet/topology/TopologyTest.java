package dev.parley.internet.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static final LinkBehaviour LINK = LinkBehaviour.delay(1);

    private static Machine machine(String name, String address) {
        return new Machine(name, List.of(IpAddress.parse(address)), LINK);
    }

    @Test
    void everyNamedOneIsFoundByItsName() {
        assertThat(Topologies.names()).contains("two-homes", "office", "phone", "five-behind-one");
        for (String name : Topologies.names()) {
            assertThat(Topologies.named(name)).get().extracting(Topology::name).isEqualTo(name);
        }
        assertThat(Topologies.named("nowhere")).isEmpty();
    }

    @Test
    void namesAreUniqueInTheWholeTopology() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Topology(
                                "x",
                                List.of(machine("ana", "1.1.1.1"), machine("ana", "2.2.2.2")),
                                List.of()))
                .withMessageContaining("two things are called ana");
    }

    @Test
    void addressesAreUniqueInTheirNetwork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Topology(
                                "x",
                                List.of(machine("ana", "1.1.1.1"), machine("ben", "1.1.1.1")),
                                List.of()))
                .withMessageContaining("1.1.1.1");
    }

    @Test
    void addressesAreOfTheirSite() {
        Site home = Topologies.twoHomes().sites().getFirst();
        Site wrong =
                new Site(
                        "home",
                        home.inside(),
                        home.gateway(),
                        LINK,
                        List.of(machine("ana", "10.0.0.1")),
                        List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topology("x", List.of(), List.of(wrong)))
                .withMessageContaining("ana has 10.0.0.1");
    }

    @Test
    void aLinkRefusesWhatNoLinkIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkDirection.delay(1).withReorder(1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkDirection.delay(1).withMtu(500, true));
    }
}
