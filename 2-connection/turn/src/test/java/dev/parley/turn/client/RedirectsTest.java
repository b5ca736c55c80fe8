package dev.parley.turn.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.turn.AlternateServer;
import dev.parley.turn.SecurityFeatures;
import dev.parley.turn.client.Redirects.Follow;
import dev.parley.turn.client.Redirects.Refused;
import dev.parley.turn.client.TurnClientEvent.Redirected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8489 section 10, from both sides. */
class RedirectsTest {
    private static final TransportAddress FIRST = TransportAddress.parse("203.0.113.1:3478");
    private static final TransportAddress SECOND = TransportAddress.parse("203.0.113.2:3478");
    private static final TransportAddress SIX = TransportAddress.parse("[2001:db8::2]:3478");
    private static final long MINUTE = 60_000_000_000L;

    private static Redirected to(TransportAddress server) {
        return new Redirected(server, null, true);
    }

    private static Refused refused(Refused.Reason why) {
        return new Refused(why);
    }

    @Test
    void goesToTheOtherServerByTheSameTransport() {
        Redirects redirects = new Redirects(0, FIRST, Transport.TCP, null);
        assertThat(redirects.follow(1, to(SECOND)))
                .isEqualTo(new Follow(SECOND, Transport.TCP, null));
    }

    @ParameterizedTest
    @CsvSource({"UDP, false", "TCP, false", "TLS, true"})
    void followsWhatNobodyVouchesForByCertificateOnly(Transport transport, boolean follows) {
        Redirects redirects = new Redirects(0, FIRST, transport, "one.example");
        assertThat(redirects.follow(1, new Redirected(SECOND, null, false)))
                .isEqualTo(
                        follows
                                ? new Follow(SECOND, transport, "one.example")
                                : refused(Refused.Reason.NOT_AUTHENTICATED));
    }

    @ParameterizedTest
    @CsvSource({", one.example", "two.example, two.example"})
    void keepsTheNameOfTheCertificateUnlessAnotherIsGiven(@Nullable String given, String wanted) {
        Redirects redirects = new Redirects(0, FIRST, Transport.TLS, "one.example");
        assertThat(redirects.follow(1, new Redirected(SECOND, given, true)))
                .isEqualTo(new Follow(SECOND, Transport.TLS, wanted));
    }

    @Test
    void asksNoServerTwiceWithinFiveMinutes() {
        Redirects redirects = new Redirects(0, FIRST, Transport.UDP, null);
        redirects.follow(MINUTE, to(SECOND));
        assertThat(redirects.follow(2 * MINUTE, to(FIRST))).isEqualTo(refused(Refused.Reason.LOOP));
        assertThat(redirects.follow(2 * MINUTE, to(SECOND)))
                .isEqualTo(refused(Refused.Reason.LOOP));
        assertThat(redirects.follow(5 * MINUTE + 1, to(FIRST))).isInstanceOf(Follow.class);
    }

    @Test
    void isNotSentOnWithoutEnd() {
        Redirects redirects = new Redirects(0, FIRST, Transport.UDP, null);
        for (int i = 1; i <= Redirects.MAX_HOPS; i++) {
            TransportAddress next = TransportAddress.parse("203.0.113.2:" + i);
            assertThat(redirects.follow(i, to(next))).isInstanceOf(Follow.class);
        }
        assertThat(redirects.follow(99, to(SECOND))).isEqualTo(refused(Refused.Reason.TOO_MANY));
    }

    @ParameterizedTest
    @CsvSource({"[2001:db8::2]:3478", "203.0.113.2:0", "0.0.0.0:3478"})
    void takesNoAddressThatCannotBeMeant(String other) {
        Redirects redirects = new Redirects(0, FIRST, Transport.UDP, null);
        assertThat(redirects.follow(1, to(TransportAddress.parse(other))))
                .isEqualTo(refused(Refused.Reason.UNUSABLE_ADDRESS));
    }

    // ---- the server's side

    @ParameterizedTest
    @CsvSource({"UDP, 203.0.113.2:3478,", "TCP, 203.0.113.2:3478,", "TLS, 203.0.113.3:5349, three"})
    void theServerSendsWhoHasProvedHimselfElsewhere(
            Transport transport, String where, @Nullable String domain) {
        TwoCores cores =
                new TwoCores(
                        transport,
                        1,
                        TwoCores.server()
                                .securityFeatures(SecurityFeatures.ON_STREAMS)
                                .alternate(new AlternateServer(SIX, false, null))
                                .alternate(new AlternateServer(SECOND, false, null))
                                .alternate(
                                        new AlternateServer(
                                                TransportAddress.parse("203.0.113.3:5349"),
                                                true,
                                                "three"))
                                .build(),
                        TurnClientConfigBuilder::build);
        cores.client.allocate(cores.now, cores.clientPath);
        cores.settle();
        assertThat(cores.event(Redirected.class))
                .isEqualTo(new Redirected(TransportAddress.parse(where), domain, true));
        assertThat(cores.server.allocations()).isZero();
        assertThat(cores.sentByClient).as("challenged first").hasSize(2);
    }

    @Test
    void whoComesByAnotherWayThanAnyAlternateStays() {
        TwoCores cores =
                new TwoCores(
                        Transport.UDP,
                        1,
                        TwoCores.server().alternate(new AlternateServer(SIX, false, null)).build(),
                        TurnClientConfigBuilder::build);
        cores.allocate();
        assertThat(cores.server.allocations()).isEqualTo(1);
    }
}
