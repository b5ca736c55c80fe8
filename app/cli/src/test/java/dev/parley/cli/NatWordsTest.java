package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.behaviour.Dependence;
import dev.parley.stun.behaviour.Hairpinning;
import dev.parley.stun.behaviour.Lifetime;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.stun.behaviour.PortChoice;
import dev.parley.stun.behaviour.ServerKind;
import dev.parley.stun.behaviour.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NatWordsTest {
    private static final TransportAddress SERVER = TransportAddress.parse("192.0.2.1:3478");
    private static final TransportAddress LOCAL = TransportAddress.parse("192.168.1.2:50001");
    private static final TransportAddress MAPPED = TransportAddress.parse("198.51.100.7:40001");

    private static NatReport report(
            TransportAddress mapped, ServerKind kind, Dependence mapping, Dependence filtering) {
        return report(mapped, kind, mapping, filtering, Verdict.NO, null);
    }

    private static NatReport report(
            TransportAddress mapped,
            ServerKind kind,
            Dependence mapping,
            Dependence filtering,
            Verdict strangersMove,
            @Nullable Lifetime lifetime) {
        return new NatReport(
                NatReport.Outcome.DISCOVERED,
                0,
                SERVER,
                kind,
                null,
                LOCAL,
                mapped,
                23_400_000,
                mapping,
                filtering,
                Hairpinning.NO,
                strangersMove,
                Verdict.YES,
                PortChoice.PRESERVED,
                lifetime,
                List.of());
    }

    private static String meaning(NatReport report) {
        return String.join(
                "\n",
                NatWords.meaning(
                        new NatFinding(
                                new NatServer("stun.example.org", 3478),
                                new NatRoute(SERVER, IpAddress.parse("192.168.1.2")),
                                report,
                                false)));
    }

    @Test
    void saysWhoReachesWhom() {
        assertThat(
                        meaning(
                                report(
                                        LOCAL,
                                        ServerKind.TWO_ADDRESSES,
                                        Dependence.ENDPOINT_INDEPENDENT,
                                        Dependence.ENDPOINT_INDEPENDENT)))
                .startsWith("Nothing is in the way");
        assertThat(
                        meaning(
                                report(
                                        LOCAL,
                                        ServerKind.TWO_ADDRESSES,
                                        Dependence.ENDPOINT_INDEPENDENT,
                                        Dependence.ADDRESS_AND_PORT_DEPENDENT)))
                .startsWith("Two such firewalls reach each other directly");
        assertThat(
                        meaning(
                                report(
                                        MAPPED,
                                        ServerKind.TWO_ADDRESSES,
                                        Dependence.ENDPOINT_INDEPENDENT,
                                        Dependence.ADDRESS_AND_PORT_DEPENDENT)))
                .startsWith("Two such routers reach each other directly")
                .contains("needs a relay (TURN)");
        assertThat(
                        meaning(
                                report(
                                        MAPPED,
                                        ServerKind.TWO_ADDRESSES,
                                        Dependence.ADDRESS_AND_PORT_DEPENDENT,
                                        Dependence.ADDRESS_AND_PORT_DEPENDENT)))
                .startsWith("Your router uses another outside port for each destination")
                .contains("and with a router like yours, they need a relay");
    }

    @Test
    void saysWhatTheServerCannotTell() {
        assertThat(
                        meaning(
                                report(
                                        MAPPED,
                                        ServerKind.PLAIN,
                                        Dependence.UNKNOWN,
                                        Dependence.UNKNOWN)))
                .contains("Of what kind, this server cannot tell.")
                .contains("--stun-alternate-address");
        NatReport oneAddress =
                report(
                        MAPPED,
                        ServerKind.ONE_ADDRESS,
                        Dependence.ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT,
                        Dependence.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(meaning(oneAddress)).contains("One with two addresses tells the whole.");
        assertThat(NatWords.rows(oneAddress).get("Mapping"))
                .isEqualTo(
                        "endpoint-independent or address-dependent: this server has one address");
    }

    @Test
    void warnsOfMappingsThatMoveAndOfShortLives() {
        String meaning =
                meaning(
                        report(
                                MAPPED,
                                ServerKind.TWO_ADDRESSES,
                                Dependence.ENDPOINT_INDEPENDENT,
                                Dependence.ADDRESS_AND_PORT_DEPENDENT,
                                Verdict.YES,
                                new Lifetime(28_000_000_000L, 31_000_000_000L)));
        assertThat(meaning)
                .contains("depends on who sends first")
                .contains("at least every 28 s, or the way back closes");
        NatReport lasting =
                report(
                        MAPPED,
                        ServerKind.TWO_ADDRESSES,
                        Dependence.ENDPOINT_INDEPENDENT,
                        Dependence.ADDRESS_DEPENDENT,
                        Verdict.NO,
                        new Lifetime(300_000_000_000L, Deadlines.NONE));
        assertThat(meaning(lasting)).doesNotContain("way back closes");
        assertThat(NatWords.rows(lasting).get("Silent mapping"))
                .isEqualTo("lives longer than 300 s");
    }

    @Test
    void hasWordsForEveryFinding() {
        for (Dependence mapping : Dependence.values()) {
            for (Dependence filtering : Dependence.values()) {
                for (ServerKind kind : ServerKind.values()) {
                    NatReport report = report(MAPPED, kind, mapping, filtering);
                    assertThat(meaning(report)).isNotBlank();
                    assertThat(NatWords.rows(report).values()).noneMatch(String::isBlank);
                }
            }
        }
    }
}
