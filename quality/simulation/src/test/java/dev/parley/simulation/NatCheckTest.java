package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.nat.Dns64;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatTimeouts;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import dev.parley.stun.behaviour.Dependence;
import dev.parley.stun.behaviour.Hairpinning;
import dev.parley.stun.behaviour.Lifetime;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.stun.behaviour.PortChoice;
import dev.parley.stun.behaviour.ServerKind;
import dev.parley.stun.behaviour.Verdict;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Discovery names every NAT of the simulated internet as what it is. */
class NatCheckTest {
    private static final long SECOND = 1_000_000_000L;

    private static NatReport behind(Nat nat) {
        Topology topology =
                Topologies.twoHomes("check", nat, new Nat.Rfc4787(NatBehaviour.FULL_CONE));
        return check(topology, 0);
    }

    private static NatReport check(Topology topology, long lifetimeNanos) {
        Internet internet = Internet.of(topology, 1);
        Host server = internet.host(Topologies.SERVER);
        NatCheck.serve(server);
        return NatCheck.of(internet.host("ana"), server.address(false), lifetimeNanos);
    }

    private static Dependence of(NatBehaviour.Dependence truth) {
        return Dependence.valueOf(truth.name());
    }

    @Test
    void everyKindOfRfc4787() {
        for (NatBehaviour.Dependence mapping : NatBehaviour.Dependence.values()) {
            for (NatBehaviour.Dependence filtering : NatBehaviour.Dependence.values()) {
                for (NatBehaviour.PortAssignment ports : NatBehaviour.PortAssignment.values()) {
                    if (ports == NatBehaviour.PortAssignment.OVERLOADING
                            && mapping != NatBehaviour.Dependence.ENDPOINT_INDEPENDENT) {
                        continue; // with one port for all, its mapping is seen as independent
                    }
                    for (NatBehaviour.Hairpinning hairpinning : NatBehaviour.Hairpinning.values()) {
                        NatBehaviour truth =
                                NatBehaviour.PORT_RESTRICTED
                                        .mappedBy(mapping)
                                        .filteredBy(filtering)
                                        .withPorts(ports)
                                        .withHairpinning(hairpinning);
                        expect(behind(new Nat.Rfc4787(truth)), truth);
                    }
                }
            }
        }
    }

    private static void expect(NatReport report, NatBehaviour truth) {
        assertThat(report.serverKind()).isEqualTo(ServerKind.TWO_ADDRESSES);
        assertThat(report.translated()).isTrue();
        assertThat(report.mapping()).as("%s", truth).isEqualTo(of(truth.mapping()));
        assertThat(report.filtering()).as("%s", truth).isEqualTo(of(truth.filtering()));
        assertThat(report.strangersMoveMapping()).as("%s", truth).isNotEqualTo(Verdict.YES);
        assertThat(report.fragments()).as("%s", truth).isEqualTo(Verdict.YES);
        boolean visible =
                truth.mapping() == NatBehaviour.Dependence.ENDPOINT_INDEPENDENT
                        || truth.filtering() == NatBehaviour.Dependence.ENDPOINT_INDEPENDENT;
        if (visible) {
            assertThat(report.hairpinning())
                    .as("%s", truth)
                    .isEqualTo(
                            switch (truth.hairpinning()) {
                                case OFF -> Hairpinning.NO;
                                case EXTERNAL_SOURCE -> Hairpinning.EXTERNAL_SOURCE;
                                case INTERNAL_SOURCE -> Hairpinning.INTERNAL_SOURCE;
                            });
        }
        if (truth.ports() == NatBehaviour.PortAssignment.SEQUENTIAL) {
            assertThat(report.ports()).as("%s", truth).isEqualTo(PortChoice.SEQUENTIAL);
        }
    }

    @Test
    void fragmentsThatANatDrops() {
        NatBehaviour truth = NatBehaviour.FULL_CONE.withFragments(NatBehaviour.Fragments.DROPPED);
        NatReport report = behind(new Nat.Rfc4787(truth));
        assertThat(report.fragments()).isEqualTo(Verdict.NO);
        assertThat(report.mapping()).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
    }

    @Test
    void linuxWithAnInputFilterIsPortRestricted() {
        NatReport report = behind(new Nat.LinuxMasquerade(false, true));
        assertThat(report.mapping()).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
        assertThat(report.filtering()).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(report.strangersMoveMapping()).isEqualTo(Verdict.NO);
        assertThat(report.ports()).isEqualTo(PortChoice.PRESERVED);
    }

    @Test
    void linuxWithoutAnInputFilterIsMovedByStrangers() {
        NatReport report = behind(new Nat.LinuxMasquerade(false, false));
        assertThat(report.mapping()).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
        assertThat(report.filtering()).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(report.strangersMoveMapping()).isEqualTo(Verdict.YES);
    }

    @Test
    void linuxWithRandomPortsIsSymmetric() {
        NatReport report = behind(new Nat.LinuxMasquerade(true, true));
        assertThat(report.mapping()).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(report.filtering()).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
    }

    @Test
    void theStricterOfTwoNatsInARow() {
        for (NatBehaviour.Dependence home : NatBehaviour.Dependence.values()) {
            for (NatBehaviour.Dependence carrier : NatBehaviour.Dependence.values()) {
                NatReport report = check(twice(home, carrier), 0);
                NatBehaviour.Dependence stricter = home.compareTo(carrier) > 0 ? home : carrier;
                assertThat(report.mapping()).as("%s in %s", home, carrier).isEqualTo(of(stricter));
                assertThat(report.filtering())
                        .as("%s in %s", home, carrier)
                        .isEqualTo(of(stricter));
            }
        }
    }

    /** A home inside of a carrier, each with one kind of mapping and filtering. */
    private static Topology twice(NatBehaviour.Dependence home, NatBehaviour.Dependence carrier) {
        Topology one = Topologies.twoHomes();
        LinkBehaviour link = LinkBehaviour.delay(5);
        Site inner =
                new Site(
                        "home",
                        List.of(IpPrefix.parse("192.168.1.0/24")),
                        new Gateway(
                                List.of(IpAddress.parse("100.64.0.7")),
                                new Nat.Rfc4787(
                                        NatBehaviour.PORT_RESTRICTED
                                                .mappedBy(home)
                                                .filteredBy(home)),
                                Firewall.OPEN),
                        link,
                        List.of(new Machine("ana", List.of(IpAddress.parse("192.168.1.2")), link)),
                        List.of());
        Site outer =
                new Site(
                        "carrier",
                        List.of(IpPrefix.parse("100.64.0.0/10")),
                        new Gateway(
                                List.of(IpAddress.parse("18.18.18.18")),
                                new Nat.Rfc4787(
                                        NatBehaviour.PORT_RESTRICTED
                                                .mappedBy(carrier)
                                                .filteredBy(carrier)
                                                .withPorts(NatBehaviour.PortAssignment.BLOCKS)),
                                Firewall.OPEN),
                        link,
                        List.of(),
                        List.of(inner));
        return new Topology("twice", one.machines(), List.of(outer));
    }

    @Test
    void theLifetimeOfAMapping() {
        for (int seconds : new int[] {30, 125, 300}) {
            for (boolean inboundRefreshes : new boolean[] {false, true}) {
                NatTimeouts timeouts =
                        new NatTimeouts(seconds, 7440, 240, 60, inboundRefreshes, 65_536);
                Topology topology =
                        Topologies.twoHomes(
                                "check",
                                NatBehaviour.PORT_RESTRICTED.withTimeouts(timeouts),
                                NatBehaviour.FULL_CONE);
                Lifetime found = Objects.requireNonNull(check(topology, 600 * SECOND).lifetime());
                assertThat(found.aliveNanos()).isLessThanOrEqualTo(seconds * SECOND);
                assertThat(found.goneNanos()).isGreaterThanOrEqualTo(seconds * SECOND);
                assertThat(found.goneNanos() - found.aliveNanos())
                        .isLessThanOrEqualTo(seconds * SECOND / 8);
            }
        }
    }

    @Test
    void anIpv6FirewallIsNoNat() {
        Internet internet = Internet.of(Topologies.named("two-homes-ipv6").orElseThrow(), 1);
        Host server = internet.host(Topologies.SERVER);
        NatCheck.serve(server);
        NatReport report = NatCheck.of(internet.host("ana"), server.address(true));
        assertThat(report.translated()).isFalse();
        assertThat(report.mapping()).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
        assertThat(report.filtering()).isEqualTo(Dependence.ADDRESS_AND_PORT_DEPENDENT);
    }

    @Test
    void aNat64IsNamedThroughTheAddressesThatDns64MakesUp() {
        Internet internet = Internet.of(Topologies.named("nat64").orElseThrow(), 1);
        NatCheck.serve(internet.host(Topologies.SERVER));
        IpAddress madeUp =
                new Dns64(IpPrefix.parse("64:ff9b::/96"))
                        .synthesize(internet.host(Topologies.SERVER).address(false));
        NatReport report = NatCheck.of(internet.host("ana"), madeUp);
        assertThat(report.serverKind()).isEqualTo(ServerKind.TWO_ADDRESSES);
        assertThat(report.translated()).isTrue();
        assertThat(report.mapping()).isEqualTo(Dependence.ENDPOINT_INDEPENDENT);
        assertThat(report.filtering()).isNotEqualTo(Dependence.UNKNOWN);
    }

    @Test
    void blockedUdpIsNoAnswer() {
        Internet internet = Internet.of(Topologies.named("office").orElseThrow(), 1);
        Host server = internet.host(Topologies.SERVER);
        NatCheck.serve(server);
        NatReport report = NatCheck.of(internet.host("ana"), server.address(false));
        assertThat(report.outcome()).isEqualTo(NatReport.Outcome.NO_ANSWER);
    }

    @Test
    void theSameSeedGivesTheSameReport() {
        Topology topology = Topologies.named("two-symmetric").orElseThrow();
        assertThat(check(topology, 60 * SECOND)).isEqualTo(check(topology, 60 * SECOND));
    }
}
