package dev.parley.stun.behaviour;

import static dev.parley.stun.behaviour.Dependence.ADDRESS_AND_PORT_DEPENDENT;
import static dev.parley.stun.behaviour.Dependence.ADDRESS_DEPENDENT;
import static dev.parley.stun.behaviour.Dependence.ENDPOINT_INDEPENDENT;
import static dev.parley.stun.behaviour.Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
import static dev.parley.stun.behaviour.ScriptedNetwork.A1;
import static dev.parley.stun.behaviour.ScriptedNetwork.A2;
import static dev.parley.stun.behaviour.ScriptedNetwork.INSIDE;
import static dev.parley.stun.behaviour.ScriptedNetwork.MILLIS;
import static dev.parley.stun.behaviour.ScriptedNetwork.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every kind of NAT is named as what it is. */
class NatDiscoveryTest {
    private static final List<Dependence> KINDS =
            List.of(ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT);

    private static ScriptedNat nat(Dependence mapping, Dependence filtering) {
        ScriptedNat nat = new ScriptedNat();
        nat.mapping = mapping;
        nat.filtering = filtering;
        nat.ports = ScriptedNat.Ports.RANDOM;
        return nat;
    }

    @Test
    void namesEveryMappingAndFiltering() {
        for (Dependence mapping : KINDS) {
            for (Dependence filtering : KINDS) {
                NatReport report =
                        ScriptedNetwork.twoAddresses().behind(nat(mapping, filtering)).discover();
                assertThat(report.outcome()).isEqualTo(NatReport.Outcome.DISCOVERED);
                assertThat(report.serverKind()).isEqualTo(ServerKind.TWO_ADDRESSES);
                assertThat(report.translated()).isTrue();
                assertThat(report.mapping()).as("%s, %s", mapping, filtering).isEqualTo(mapping);
                assertThat(report.filtering())
                        .as("%s, %s", mapping, filtering)
                        .isEqualTo(filtering);
                assertThat(report.mapped()).isNotNull();
            }
        }
    }

    @Test
    void namesThemInSpiteOfLoss() {
        int right = 0;
        int all = 0;
        for (long seed = 1; seed <= 20; seed++) {
            for (Dependence mapping : KINDS) {
                for (Dependence filtering : KINDS) {
                    NatReport report =
                            ScriptedNetwork.twoAddresses()
                                    .behind(nat(mapping, filtering))
                                    .losing(0.1, seed)
                                    .discover();
                    all++;
                    if (report.mapping() == mapping && report.filtering() == filtering) {
                        right++;
                    }
                }
            }
        }
        assertThat(right).as("of %d, one way in ten lost", all).isEqualTo(all);
    }

    @Test
    void saysWhatAServerWithOneAddressCannotTell() {
        for (Dependence mapping : KINDS) {
            for (Dependence filtering : KINDS) {
                NatReport report =
                        ScriptedNetwork.oneAddress().behind(nat(mapping, filtering)).discover();
                assertThat(report.serverKind()).isEqualTo(ServerKind.ONE_ADDRESS);
                assertThat(report.mapping()).isEqualTo(blurred(mapping));
                assertThat(report.filtering()).isEqualTo(blurred(filtering));
            }
        }
    }

    private static Dependence blurred(Dependence kind) {
        return kind == ADDRESS_AND_PORT_DEPENDENT
                ? kind
                : ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT;
    }

    @Test
    void saysOnlyWhetherThereIsANatWhenTheServerIsPlain() {
        NatReport behind =
                ScriptedNetwork.plain()
                        .behind(nat(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT))
                        .discover();
        assertThat(behind.serverKind()).isEqualTo(ServerKind.PLAIN);
        assertThat(behind.translated()).isTrue();
        assertThat(behind.mapping()).isEqualTo(Dependence.UNKNOWN);
        assertThat(behind.filtering()).isEqualTo(Dependence.UNKNOWN);
        NatReport open = ScriptedNetwork.plain().discover();
        assertThat(open.translated()).isFalse();
        assertThat(open.mapping()).isEqualTo(ENDPOINT_INDEPENDENT);
    }

    @Test
    void seesThatThereIsNoNat() {
        NatReport report = ScriptedNetwork.twoAddresses().discover();
        assertThat(report.translated()).isFalse();
        assertThat(report.mapped()).isEqualTo(report.local());
        assertThat(report.mapping()).isEqualTo(ENDPOINT_INDEPENDENT);
        assertThat(report.filtering()).isEqualTo(ENDPOINT_INDEPENDENT);
        assertThat(report.hairpinning()).isEqualTo(Hairpinning.UNKNOWN);
        assertThat(report.ports()).isEqualTo(PortChoice.PRESERVED);
    }

    @Test
    void seesThatThereIsNoNatWithOneAddressToo() {
        assertThat(ScriptedNetwork.oneAddress().discover().mapping())
                .isEqualTo(ENDPOINT_INDEPENDENT);
    }

    @Test
    void isQuickWhereNothingKeepsSilent() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        ScriptedNat nat = nat(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT);
        nat.hairpinning = Hairpinning.EXTERNAL_SOURCE;
        long began = network.now;
        network.behind(nat).discover();
        assertThat(network.now - began).as("two round trips").isEqualTo(4 * network.delay);
    }

    @Test
    void waitsASecondForWhatAFilterKeepsOut() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        long began = network.now;
        network.behind(nat(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT)).discover();
        assertThat(network.now - began).isLessThan(1_500 * MILLIS);
    }

    @Test
    void tellsThatNobodyAnswers() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        network.lost = packet -> true;
        long began = network.now;
        NatReport report = network.discover();
        assertThat(report.outcome()).isEqualTo(NatReport.Outcome.NO_ANSWER);
        assertThat(report.mapping()).isEqualTo(Dependence.UNKNOWN);
        assertThat(report.mapped()).isNull();
        assertThat(network.now - began).isEqualTo(5_000 * MILLIS);
        assertThat(network.events()).hasSize(1);
    }

    @Test
    void findsHairpinningOfBothKinds() {
        for (Hairpinning kind :
                List.of(Hairpinning.NO, Hairpinning.EXTERNAL_SOURCE, Hairpinning.INTERNAL_SOURCE)) {
            for (Dependence filtering : KINDS) {
                ScriptedNat nat = nat(ENDPOINT_INDEPENDENT, filtering);
                nat.hairpinning = kind;
                NatReport report = ScriptedNetwork.twoAddresses().behind(nat).discover();
                assertThat(report.hairpinning()).isEqualTo(kind);
                assertThat(report.filtering()).isEqualTo(filtering);
            }
        }
    }

    @Test
    void noticesThatAStrangersPacketMovesTheMapping() {
        for (boolean moves : new boolean[] {false, true}) {
            ScriptedNat nat = nat(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT);
            nat.ports = ScriptedNat.Ports.PRESERVED;
            nat.strangersTakePorts = moves;
            NatReport report = ScriptedNetwork.twoAddresses().behind(nat).discover();
            assertThat(report.mapping()).isEqualTo(ENDPOINT_INDEPENDENT);
            assertThat(report.filtering()).isEqualTo(ADDRESS_AND_PORT_DEPENDENT);
            assertThat(report.strangersMoveMapping()).isEqualTo(moves ? Verdict.YES : Verdict.NO);
        }
    }

    @Test
    void namesThePatternOfPorts() {
        for (Dependence mapping : KINDS) {
            for (ScriptedNat.Ports ports : ScriptedNat.Ports.values()) {
                ScriptedNat nat = nat(mapping, ADDRESS_DEPENDENT);
                nat.ports = ports;
                if (ports == ScriptedNat.Ports.PRESERVED && mapping != ENDPOINT_INDEPENDENT) {
                    continue; // this NAT keeps a port once, so there is no pattern
                }
                PortChoice expected =
                        switch (ports) {
                            case PRESERVED -> PortChoice.PRESERVED;
                            case SEQUENTIAL -> PortChoice.SEQUENTIAL;
                            case RANDOM -> PortChoice.IRREGULAR;
                            case PARITY -> PortChoice.PARITY;
                        };
                NatReport report = ScriptedNetwork.twoAddresses().behind(nat).discover();
                assertThat(report.ports()).as("%s, %s", mapping, ports).isEqualTo(expected);
            }
        }
    }

    @Test
    void findsThatFragmentsAreLost() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        network.lost = packet -> packet.bytes().length > 1472;
        assertThat(network.discover().fragments()).isEqualTo(Verdict.NO);
        assertThat(ScriptedNetwork.twoAddresses().discover().fragments()).isEqualTo(Verdict.YES);
        assertThat(ScriptedNetwork.plain().discover().fragments()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void measuresTheLifetimeOfAMapping() {
        for (long seconds : new long[] {7, 30, 61, 120, 240}) {
            ScriptedNetwork network = ScriptedNetwork.twoAddresses();
            ScriptedNat nat = nat(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT);
            nat.lifetimeNanos = seconds * 1_000 * MILLIS;
            NatReport report = network.behind(nat).discover(options(300));
            Lifetime lifetime = Objects.requireNonNull(report.lifetime());
            assertThat(lifetime.aliveNanos()).isLessThanOrEqualTo(nat.lifetimeNanos);
            assertThat(lifetime.goneNanos()).isGreaterThanOrEqualTo(nat.lifetimeNanos);
            assertThat(lifetime.goneNanos() - lifetime.aliveNanos())
                    .isLessThanOrEqualTo(Math.max(1_100 * MILLIS, nat.lifetimeNanos / 10));
            assertThat(report.filtering()).isEqualTo(ADDRESS_AND_PORT_DEPENDENT);
        }
    }

    @Test
    void saysThatAMappingOutlivedTheLongestSilence() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        long began = network.now;
        NatReport report =
                network.behind(nat(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT))
                        .discover(options(300));
        assertThat(report.lifetime())
                .isEqualTo(new Lifetime(300_000 * MILLIS, dev.parley.core.Deadlines.NONE));
        assertThat(network.now - began).isLessThan(303_000 * MILLIS);
    }

    @Test
    void measuresNoLifetimeWhereTheServerDoesNotKnowResponsePort() {
        NatReport report =
                ScriptedNetwork.plain()
                        .behind(nat(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT))
                        .discover(options(300));
        assertThat(report.lifetime()).isNull();
    }

    private static NatDiscoveryOptions options(int lifetimeSeconds) {
        return new NatDiscoveryOptions(SERVER, INSIDE)
                .withLifetimeNanos(lifetimeSeconds * 1_000L * MILLIS);
    }

    @Test
    void doesNotMistakeAnUnreachableSecondAddressForAFilter() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        network.lost = packet -> packet.to().ip().equals(A2) || packet.from().ip().equals(A2);
        NatReport report =
                network.behind(nat(ADDRESS_AND_PORT_DEPENDENT, ADDRESS_DEPENDENT)).discover();
        assertThat(report.mapping()).isEqualTo(ADDRESS_AND_PORT_DEPENDENT);
        assertThat(report.filtering()).isEqualTo(ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT);
    }

    @Test
    void namesNothingMoreThanItSawWhenTheServersOtherSocketsAreSilent() {
        ScriptedNetwork network = ScriptedNetwork.twoAddresses();
        network.lost =
                packet ->
                        packet.from().ip().equals(A2)
                                || packet.from().equals(new TransportAddress(A1, 3479));
        NatReport report = network.behind(nat(ADDRESS_DEPENDENT, ADDRESS_DEPENDENT)).discover();
        assertThat(report.mapping()).isEqualTo(Dependence.UNKNOWN);
        assertThat(report.filtering()).isEqualTo(Dependence.UNKNOWN);
    }

    @Test
    void doesNotLetAServerSendItToEverybodyOrHome() {
        for (String other : List.of("224.0.0.1", "255.255.255.255", "0.0.0.0", "127.0.0.1")) {
            IpAddress named = IpAddress.parse(other);
            ScriptedNetwork network = ScriptedNetwork.namingItself(named);
            List<TransportAddress> asked = new ArrayList<>();
            network.lost =
                    packet -> {
                        asked.add(packet.to());
                        return false;
                    };
            NatReport report = network.discover();
            assertThat(report.serverKind()).as(other).isEqualTo(ServerKind.PLAIN);
            assertThat(asked).extracting(TransportAddress::ip).doesNotContain(named);
        }
    }

    @Test
    void theSameRunTwiceSaysTheSame() {
        List<List<NatDiscoveryEvent>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ScriptedNetwork network = ScriptedNetwork.twoAddresses().losing(0.2, 5);
            network.behind(nat(ADDRESS_DEPENDENT, ADDRESS_DEPENDENT)).discover(options(60));
            runs.add(network.events());
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEmpty();
    }
}
