package dev.parley.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {
    private static final Ground PLAIN = new Ground(true, true, false, true, true);

    static Set<String> kinds() {
        return Kinds.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRulesOfEachKindAreThese(String kind) {
        Plan plan = Plan.of(Kinds.topology(kind), PLAIN);
        StringBuilder text = new StringBuilder();
        plan.differences().forEach(difference -> text.append("# ").append(difference).append('\n'));
        plan.script()
                .lines()
                .filter(line -> line.startsWith("at home sysctl"))
                .forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(rulesOf("home", plan.script()));
        GoldenFile.assertSame(kind + ".nft", text.toString());
    }

    @Test
    void theScriptOfTwoHomesIsThis() {
        GoldenFile.assertSame("two-homes.sh", Plan.of(Topologies.twoHomes(), PLAIN).script());
    }

    @Test
    void theScriptOfNestedSitesWithIpv6IsThis() {
        GoldenFile.assertSame("carrier.sh", Plan.of(carrier(), Ground.FULL).script());
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, 'home: ports are kept where they are free, else random, not one after the other'",
        "predictable, 'home: ports are random, not one after the other: nobody can predict them'",
        "blocks, 'home: any free port of a block is lent, not its first one'",
    })
    void whatLinuxDoesOtherwiseIsSaid(String kind, String words) {
        assertThat(Plan.of(Kinds.topology(kind), PLAIN).differences())
                .extracting(Difference::toString)
                .containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource({
        "port-restricted",
        "address-restricted",
        "full-cone",
        "symmetric",
        "symmetric-full",
        "address-dependent-mapping",
        "random-ports",
        "hairpin",
        "linux",
        "linux-bare",
        "web-only",
        "stateful",
        "short-lived",
    })
    void whatLinuxCanMakeIsMadeInFull(String kind) {
        assertThat(Plan.of(Kinds.topology(kind), PLAIN).differences()).isEmpty();
    }

    @Test
    void translationBetweenFamiliesIsLeftOutAndSaid() {
        Topology nat64 = Topologies.named("nat64").orElseThrow();
        assertThat(Plan.of(nat64, Ground.FULL).differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "carrier: no NAT64 and no DNS64: from inside, IPv4 cannot be reached");
    }

    @Test
    void withoutIpv6AddressesOfItAreLeftOutAndItIsSaid() {
        Ground ipv4 = new Ground(false, false, true, true, true);
        Plan plan = Plan.of(Topologies.twoHomes(), ipv4);
        assertThat(plan.differences())
                .extracting(Difference::toString)
                .containsExactly("server: no IPv6: this kernel has none");
        assertThat(plan.script()).doesNotContain("2001:db8").doesNotContain("::1");
    }

    @Test
    void theLackOfNetemIsSaidOnceForAllLinks() {
        assertThat(Plan.of(Topologies.twoHomes(), PLAIN).differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "server, home-a, ana, home-b, ben: no delay: this kernel has no netem");
    }

    @Test
    void gatewaysTakeTheFirstAddressInsideThatNobodyHas() {
        Site site = site("home", "18.18.18.18", machine("ana", "192.168.1.1"));
        Plan plan = Plan.of(new Topology("small", List.of(), List.of(site)), PLAIN);
        assertThat(plan.script())
                .contains("addr add 192.168.1.2/24 dev lan")
                .contains("route add default via 192.168.1.2 dev eth0");
    }

    @Test
    void namesThatAreTooLongForInterfacesAreReplaced() {
        Site site =
                site(
                        "a-very-long-name-of-a-home",
                        "18.18.18.18",
                        machine("another-long-name-of-ana", "192.168.1.2"),
                        machine("lan", "192.168.1.3"),
                        machine("port1", "192.168.1.4"));
        assertThat(Plan.of(new Topology("small", List.of(), List.of(site)), PLAIN).script())
                .contains("cable a-very-long-name-of-a-home wan internet port1\n")
                .contains("cable another-long-name-of-ana eth0 a-very-long-name-of-a-home port1\n")
                .contains("cable lan eth0 a-very-long-name-of-a-home port2\n")
                .contains("cable port1 eth0 a-very-long-name-of-a-home port3\n");
    }

    @Test
    void aBlockWithoutRoomForItsGatewayIsRefused() {
        Site site =
                new Site(
                        "home",
                        List.of(IpPrefix.parse("192.168.1.2/32")),
                        Kinds.topology("linux").sites().getFirst().gateway(),
                        LinkBehaviour.delay(0),
                        List.of(machine("ana", "192.168.1.2")),
                        List.of());
        Topology topology = new Topology("small", List.of(), List.of(site));
        assertThatThrownBy(() -> Plan.of(topology, PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no address is left for the gateway in 192.168.1.2/32");
    }

    @Test
    void aMachineThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Plan.of(Topologies.twoHomes(), PLAIN).machine("cleo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no machine called cleo in two-homes, but server, ana, ben");
    }

    private static Topology carrier() {
        LinkDirection slow = LinkDirection.delay(20_000_000).withMtu(1400, true);
        Site home = site("home", "100.64.0.2", machine("ana", "192.168.1.2"));
        Gateway gateway =
                new Gateway(
                        List.of(Kinds.address("203.0.113.100"), Kinds.address("2001:db8:ffff::c")),
                        new Nat.Rfc4787(NatBehaviour.SYMMETRIC),
                        Firewall.STATEFUL);
        Site carrier =
                new Site(
                        "carrier",
                        List.of(IpPrefix.parse("100.64.0.0/10"), IpPrefix.parse("2001:db8:c::/48")),
                        gateway,
                        new LinkBehaviour(slow, slow.withBitsPerSecond(2_000_000, slow.queue())),
                        List.of(machine("phone", "100.64.0.21", "2001:db8:c::21")),
                        List.of(home));
        return new Topology(
                "carrier", List.of(machine("server", "203.0.113.10")), List.of(carrier));
    }

    private static Site site(String name, String outside, Machine... machines) {
        return new Site(
                name,
                List.of(IpPrefix.parse("192.168.1.0/24")),
                new Gateway(
                        List.of(Kinds.address(outside)),
                        new Nat.LinuxMasquerade(false, true),
                        Firewall.OPEN),
                LinkBehaviour.delay(0),
                List.of(machines),
                List.of());
    }

    private static Machine machine(String name, String... addresses) {
        return new Machine(
                name,
                List.of(addresses).stream().map(IpAddress::parse).toList(),
                LinkBehaviour.delay(0));
    }

    /** What is fed to nft at that place. */
    static String rulesOf(String place, String script) {
        StringBuilder rules = new StringBuilder();
        boolean inside = false;
        for (String line : script.lines().toList()) {
            if (line.equals("END")) {
                inside = false;
            } else if (inside) {
                rules.append(line).append('\n');
            } else if (line.equals("at " + place + " nft -f - <<'END'")) {
                inside = true;
            }
        }
        return rules.toString();
    }
}
