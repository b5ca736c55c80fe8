package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IceServerPlanTest {
    private static final IceServerPlan.Ports PORTS =
            new IceServerPlan.Ports(3478, 3478, List.of(8443, 5349));

    @Test
    void namesTheServerAsThePageDoes() {
        IceServerPlan plan = new IceServerPlan(PORTS, null, null, List.of(), List.of());
        assertThat(plan.stunUrls("calls.example")).containsExactly("stun:calls.example:3478");
        assertThat(plan.turnUrls("[2001:db8::1]"))
                .containsExactly(
                        "turn:[2001:db8::1]:3478?transport=udp",
                        "turn:[2001:db8::1]:3478?transport=tcp",
                        "turns:[2001:db8::1]:8443?transport=tcp",
                        "turns:[2001:db8::1]:5349?transport=tcp");
    }

    @Test
    void otherAddressesOfTheServerAreNamedOverUdp() {
        IceServerPlan plan =
                new IceServerPlan(
                        new IceServerPlan.Ports(3478, 3478, List.of()),
                        null,
                        null,
                        List.of("192.0.2.5", "192.0.2.6", "2001:db8::6"),
                        List.of());
        assertThat(plan.turnUrls("192.0.2.5"))
                .containsExactly(
                        "turn:192.0.2.5:3478?transport=udp",
                        "turn:192.0.2.5:3478?transport=tcp",
                        "turn:192.0.2.6:3478?transport=udp",
                        "turn:[2001:db8::6]:3478?transport=udp");
        assertThat(plan.turnUrls("[2001:db8::6]"))
                .startsWith("turn:[2001:db8::6]:3478?transport=udp")
                .doesNotHaveDuplicates();
    }

    @Test
    void aNameForAllGoesBefore() {
        IceServerPlan plan =
                new IceServerPlan(PORTS, "2001:db8::2", "192.0.2.1", List.of(), List.of());
        assertThat(plan.stunUrls("localhost")).containsExactly("stun:[2001:db8::2]:3478");
    }

    @Test
    void pagesOnLocalhostCanBeToldAnotherName() {
        IceServerPlan plan = new IceServerPlan(PORTS, null, "192.0.2.1", List.of(), List.of());
        for (String host : List.of("localhost", "a.localhost", "127.0.0.1", "[::1]")) {
            assertThat(plan.stunUrls(host)).containsExactly("stun:192.0.2.1:3478");
        }
        assertThat(plan.turnUrls("localhost"))
                .as("over TLS the name of the page, which the certificate holds")
                .containsExactly(
                        "turn:192.0.2.1:3478?transport=udp",
                        "turn:192.0.2.1:3478?transport=tcp",
                        "turns:localhost:8443?transport=tcp",
                        "turns:localhost:5349?transport=tcp");
        assertThat(plan.stunUrls("127.example")).containsExactly("stun:127.example:3478");
    }

    @Test
    void leavesOutWhatIsNotServedAndAddsFurtherServers() {
        IceServerPlan plan =
                new IceServerPlan(
                        new IceServerPlan.Ports(0, 3478, List.of()),
                        null,
                        null,
                        List.of(),
                        List.of("turn:relay.example?transport=udp", "stun:stun.example"));
        assertThat(plan.stunUrls("h")).containsExactly("stun:stun.example");
        assertThat(plan.turnUrls("h"))
                .containsExactly("turn:h:3478?transport=tcp", "turn:relay.example?transport=udp");
    }

    @Test
    void tellsOfASecondPlaceThatShowsHowANatMapsInsteadOfTheFirst() {
        assertThat(withAlternate(null, 3479).stunUrls("h")).containsExactly("stun:h:3479");
        assertThat(withAlternate("2001:db8::3", 3479).stunUrls("h"))
                .containsExactly("stun:[2001:db8::3]:3479");
    }

    private static IceServerPlan withAlternate(@Nullable String host, int port) {
        return new IceServerPlan(
                new IceServerPlan.Ports(
                        3478, 3478, List.of(), new IceServerPlan.Alternate(host, port)),
                null,
                null,
                List.of(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "Calls.Example:8443, calls.example",
        "localhost, localhost",
        "192.0.2.1:80, 192.0.2.1",
        "[2001:db8::1]:8443, [2001:db8::1]",
        "[2001:db8::1], [2001:db8::1]",
        "'', 198.51.100.7",
        "a b, 198.51.100.7",
        "'a\",\"turn:evil', 198.51.100.7",
        "a?transport=udp, 198.51.100.7",
        "2001:db8::1, 198.51.100.7"
    })
    void takesTheHostOnlyIfItCanStandInAUrl(String field, String host) {
        assertThat(PageHost.of(field, IpAddress.parse("198.51.100.7"))).isEqualTo(host);
    }

    @Test
    void credentialsAreWhatRelaysOfTheFieldExpect() {
        // The password was computed with: printf 1700000600:peer | openssl dgst -sha1 -hmac north
        // -binary | base64
        TurnRestCredentials credentials = new TurnRestCredentials("north", Duration.ofMinutes(10));
        TurnRestCredentials.Credential credential = credentials.issue(1_700_000_000L, "peer");
        assertThat(credential.username()).isEqualTo("1700000600:peer");
        assertThat(credential.password()).isEqualTo("S4f/8bGZZsnmd4N+HVqSTjcmomU=");
        assertThat(credential.toString()).doesNotContain("S4f/8bGZZsnmd4N+HVqSTjcmomU=");
    }
}
