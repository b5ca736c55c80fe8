package dev.parley.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.stun.StunMethod;
import dev.parley.turn.TurnEvent;
import dev.parley.turn.TurnEvent.Attempt.Verdict;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckDeskTest {
    private static final IpAddress PAGE = IpAddress.parse("198.51.100.7");
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:4021");
    private static final long EPOCH_SECONDS = 1_000_000;

    private long now;
    private final CheckLimits limits = new CheckLimits(4, 2, Duration.ofSeconds(90), 3);
    private final CheckDesk desk =
            new CheckDesk(limits, new WallClock(0, EPOCH_SECONDS * 1000), () -> now);

    private void beginTwice(String address) {
        for (int i = 0; i < 2; i++) {
            assertThat(desk.begin(IpAddress.parse(address))).isInstanceOf(CheckDesk.Begun.Ok.class);
        }
    }

    private Check begin() {
        if (desk.begin(PAGE) instanceof CheckDesk.Begun.Ok(var check)) {
            return check;
        }
        throw new AssertionError("full");
    }

    private void attempt(@Nullable String username, TransportAddress client, Verdict verdict) {
        desk.accept(
                new TurnEvent.Attempt(
                        username, client, Transport.UDP, StunMethod.ALLOCATE, verdict));
    }

    @Test
    void saysWhyAKeyWasRefused() {
        Check check = begin();
        attempt((EPOCH_SECONDS + 60) + ":" + check.id + "0", CLIENT, Verdict.WRONG_KEY);
        attempt((EPOCH_SECONDS - 720) + ":" + check.id + "0", CLIENT, Verdict.UNKNOWN_USER);
        attempt("x:" + check.id + "0", CLIENT, Verdict.UNKNOWN_USER);
        assertThat(check.sightings())
                .extracting(Check.Seen::sighting)
                .containsExactly(
                        new Sighting(CLIENT, Transport.UDP, Sighting.What.WRONG_KEY, '0', 0),
                        new Sighting(CLIENT, Transport.UDP, Sighting.What.EXPIRED, '0', 720),
                        new Sighting(CLIENT, Transport.UDP, Sighting.What.UNKNOWN_USER, '0', 0));
    }

    @Test
    void countsRepetitionsAndKeepsOnlySoMany() {
        Check check = begin();
        for (int port = 1; port < 9; port++) {
            TransportAddress client = new TransportAddress(PAGE, port);
            attempt("9:" + check.id + "0", client, Verdict.WRONG_KEY);
            attempt("9:" + check.id + "0", client, Verdict.WRONG_KEY);
        }
        assertThat(check.sightings())
                .hasSize(limits.sightings())
                .extracting(Check.Seen::count)
                .containsOnly(2);
    }

    @Test
    void takesNamelessRequestsByTheirAddressOnlyWhileACheckFromThereRuns() {
        assertThat(desk.wantsNameless(PAGE)).isFalse();
        Check check = begin();
        assertThat(desk.wantsNameless(PAGE)).isTrue();
        attempt(null, CLIENT, Verdict.CHALLENGED);
        attempt(null, TransportAddress.parse("203.0.113.9:1"), Verdict.CHALLENGED);
        assertThat(check.sightings())
                .extracting(Check.Seen::sighting)
                .containsExactly(
                        new Sighting(
                                CLIENT,
                                Transport.UDP,
                                Sighting.What.CHALLENGED,
                                Sighting.NAMELESS,
                                0));
        now += limits.lifetime().toNanos();
        assertThat(desk.find(check.token)).isEmpty();
        assertThat(desk.wantsNameless(PAGE)).isFalse();
        assertThat(desk.wantsNamed("9:" + check.id + "0")).isFalse();
    }

    @Test
    void strangersBehindTheSameNatLeaveRoomForTheCheckItself() {
        Check check = begin();
        for (int port = 1; port < 9; port++) {
            attempt(null, new TransportAddress(PAGE, port), Verdict.CHALLENGED);
        }
        attempt("9:" + check.id + "0", CLIENT, Verdict.WRONG_KEY);
        assertThat(check.sightings())
                .extracting(seen -> seen.sighting().tag())
                .containsExactly(Sighting.NAMELESS, Sighting.NAMELESS, '0');
    }

    @Test
    void aNamelessRequestIsSeenByEveryCheckOfItsAddressUntilEachEnds() {
        Check first = begin();
        now += limits.lifetime().toNanos() / 2;
        Check second = begin();
        attempt(null, CLIENT, Verdict.CHALLENGED);
        now += limits.lifetime().toNanos() / 2;
        assertThat(desk.find(first.token)).isEmpty();
        attempt(null, CLIENT, Verdict.STALE_NONCE);
        assertThat(first.sightings()).hasSize(1);
        assertThat(second.sightings()).hasSize(2);
    }

    @Test
    void knowsOnlyNamesItHasGivenOut() {
        Check check = begin();
        assertThat(desk.wantsNamed("1000000060:" + check.id + "7")).isTrue();
        assertThat(desk.wantsNamed(check.id + "x:aF9k")).as("an ICE check").isTrue();
        for (String other :
                new String[] {
                    "",
                    ":",
                    check.id,
                    "9:check",
                    "check:9",
                    "9:" + check.id + "00",
                    "9:" + check.id + "-",
                    "9:" + check.id
                }) {
            assertThat(desk.wantsNamed(other)).as(other).isFalse();
        }
        assertThat(desk.find(check.id)).as("the id reads nothing").isEmpty();
    }

    @Test
    void limitsChecksOfANetworkAndAllTogether() {
        begin();
        begin();
        assertThat(desk.begin(PAGE)).isEqualTo(new CheckDesk.Begun.Full(true));
        beginTwice("2001:db8::1");
        assertThat(desk.begin(IpAddress.parse("203.0.113.5")))
                .isEqualTo(new CheckDesk.Begun.Full(false));
        assertThat(desk.size()).isEqualTo(4);
        now += limits.lifetime().toNanos();
        begin();
        assertThat(desk.size()).isEqualTo(1);
    }

    @Test
    void anIpv6NetworkCountsAsOne() {
        beginTwice("2001:db8::1");
        assertThat(desk.begin(IpAddress.parse("2001:db8::9:2")))
                .isEqualTo(new CheckDesk.Begun.Full(true));
        assertThat(desk.begin(IpAddress.parse("2001:db8:0:1::1")))
                .isInstanceOf(CheckDesk.Begun.Ok.class);
    }

    @Test
    void anyNameAtAllIsHarmless() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Check check = begin();
        String letters = "0123456789:check" + check.id;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(160); length > 0; length--) {
                name.append(
                        random.nextInt(50) == 0
                                ? (char) random.nextInt(0x10000)
                                : letters.charAt(random.nextInt(letters.length())));
            }
            if (random.nextInt(4) == 0) {
                name.insert(random.nextInt(name.length() + 1), ":" + check.id + "1");
            }
            Verdict[] verdicts = Verdict.values();
            attempt(name.toString(), CLIENT, verdicts[random.nextInt(verdicts.length)]);
        }
        assertThat(check.sightings().size())
                .as("seed %d", seed)
                .isLessThanOrEqualTo(limits.sightings());
    }
}
