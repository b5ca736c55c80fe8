package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final SignalLimits LIMITS = SignalLimits.defaults();

    @Test
    void strangersWhoNeverJoinAreClosedAndForgotten() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage[] strangers = new TestPage[10_000];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = bed.connect(IpAddress.v4(0x0A000000 + i));
        }
        assertThat(bed.server.connectionCount()).isEqualTo(10_000);

        bed.pass(Duration.ofSeconds(10));

        assertThat(bed.server.remembered()).isZero();
        assertThat(bed.server.counters().joinTimeouts()).isEqualTo(10_000);
        for (TestPage stranger : strangers) {
            assertThat(stranger.closed).isEqualTo(CloseCode.JOIN_TIMEOUT.status());
            assertThat(stranger.refusal().code()).isEqualTo(ErrorCode.JOIN_TIMEOUT);
        }
    }

    @Test
    void pingingDoesNotKeepAStranger() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage stranger = bed.connect();
        for (int i = 0; i < 10; i++) {
            stranger.say(new ClientMessage.Ping(null));
            bed.pass(Duration.ofSeconds(1));
        }
        assertThat(stranger.closed).isEqualTo(CloseCode.JOIN_TIMEOUT.status());
    }

    @Test
    void oneNetworkHasOnlySoManyConnections() {
        TestBed bed =
                new TestBed(SignalConfig.defaults().withLimits(LIMITS.withConnections(100, 2)));
        IpAddress one = IpAddress.parse("2001:db8:1:2::1");
        IpAddress sameHouse = IpAddress.parse("2001:db8:1:3::9");
        IpAddress other = IpAddress.parse("2001:db8:2::1");
        TestPage first = bed.connect(one);
        bed.connect(sameHouse);

        TestPage third = bed.connect(one);
        assertThat(third.refusal().code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
        assertThat(third.closed).isEqualTo(CloseCode.REFUSED.status());
        assertThat(bed.connect(other).closed).isEqualTo(TestPage.OPEN);

        bed.cut(first);
        assertThat(bed.connect(one).closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void aMappedAddressCountsAsTheAddressInside() {
        TestBed bed =
                new TestBed(SignalConfig.defaults().withLimits(LIMITS.withConnections(100, 1)));
        bed.connect(IpAddress.parse("192.0.2.7"));
        TestPage mapped = bed.connect(IpAddress.parse("::ffff:192.0.2.7"));
        assertThat(mapped.refusal().code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    }

    @Test
    void theServerHasOnlySoManyConnections() {
        TestBed bed = new TestBed(SignalConfig.defaults().withLimits(LIMITS.withConnections(2, 2)));
        bed.connect();
        bed.connect();
        TestPage third = bed.connect(IpAddress.parse("198.51.100.1"));
        assertThat(third.refusal().code()).isEqualTo(ErrorCode.SERVER_FULL);
        assertThat(third.closed).isEqualTo(CloseCode.REFUSED.status());
    }

    @Test
    void theServerHasOnlySoManyRooms() {
        TestBed bed = new TestBed(SignalConfig.defaults().withLimits(LIMITS.withRooms(1, 8)));
        bed.join("room", "Ana");
        assertThat(bed.join("room", "Ben").closed).isEqualTo(TestPage.OPEN);
        TestPage elsewhere = bed.join("other", "Eve");
        assertThat(elsewhere.refusal().code()).isEqualTo(ErrorCode.SERVER_FULL);
        assertThat(elsewhere.closed).isEqualTo(CloseCode.REFUSED.status());
    }

    @Test
    void tooManyMessagesAreDroppedAndToldOnceASecond() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();
        ben.news();

        for (int i = 0; i < 300; i++) {
            ana.say(new ClientMessage.Directed(ben.id(), new Signal.EndOfCandidates(null)));
        }
        assertThat(ben.news()).hasSize(199); // the join was the first of 200
        ServerMessage.Refused refused = ana.refusal();
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refused.retryAfterMillis()).isBetween(1L, 21L);

        bed.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            ana.say(new ClientMessage.Directed(ben.id(), new Signal.EndOfCandidates(null)));
        }
        assertThat(ben.news()).hasSize(50);
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void largeMessagesCountAsSeveral() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ben.news();
        for (int i = 0; i < 20; i++) {
            ana.offer(ben.id(), "x".repeat(60_000));
        }
        assertThat(ben.news()).hasSize(199 / (1 + 60_000 / 4096));
    }

    @Test
    void whoFloodsIsPutOutAndLeavesTheRoom() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ben.news();
        for (int i = 0; i < 800; i++) {
            ana.say(new ClientMessage.Ping(null));
        }
        assertThat(ana.closed).isEqualTo(CloseCode.REFUSED.status());
        assertThat(ana.told.getLast())
                .isInstanceOfSatisfying(
                        ServerMessage.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                            assertThat(refused.fatal()).isTrue();
                        });
        assertThat(ben.news())
                .containsExactly(new ServerMessage.PeerLeft(ana.id(), LeaveReason.LEFT));
    }

    @Test
    void whatIsNoMessageIsToldAndCosts() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        for (int i = 0; i < 30; i++) {
            bed.server.malformed(bed.now, ana.connection, "This is not JSON.");
        }
        bed.drain();
        assertThat(ana.news(ServerMessage.Refused.class))
                .filteredOn(refused -> refused.code() == ErrorCode.BAD_MESSAGE)
                .hasSize(19);
        assertThat(bed.server.counters().malformed()).isEqualTo(30);
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void tooLargeDescriptionsAndCandidatesAreRefused() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();
        ben.news();

        ana.offer(ben.id(), "x".repeat(SignalLimits.SDP_CHARACTERS + 1));
        ServerMessage.Refused refused = ana.refusal();
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused.to()).isEqualTo(ben.id());
        ana.say(
                new ClientMessage.Directed(
                        ben.id(), new Signal.Candidate("x".repeat(2048), "0", null, null)));
        assertThat(ana.refusal().code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(ben.news()).isEmpty();
    }

    @Test
    void joinsAreLimitedByNetworkAndSayWhenToTryAgain() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        for (int i = 0; i < 60; i++) {
            assertThat(bed.join("room" + i, "Ana").welcome).isNotNull();
        }
        TestPage late = bed.join("late", "Ana");
        ServerMessage.Refused refused = late.refusal();
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_JOINS);
        assertThat(refused.fatal()).isFalse();
        assertThat(refused.retryAfterMillis()).isBetween(1000L, 1001L);
        TestPage elsewhere = bed.connect(IpAddress.parse("198.51.100.1"));
        elsewhere.join("elsewhere", "Eve");
        assertThat(elsewhere.welcome).isNotNull();

        bed.pass(Duration.ofMillis(refused.retryAfterMillis()));
        late.join("late", "Ana");
        assertThat(late.welcome).isNotNull();
    }

    @Test
    void aWholeOfficeCanResumeAfterARestart() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage[] pages = new TestPage[120];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = bed.join("room" + i, "Ana");
            bed.pass(Duration.ofSeconds(1));
        }
        bed.restart();
        for (int i = 0; i < pages.length; i++) {
            TestPage again = bed.connect();
            again.resume("room" + i, pages[i].proof());
            assertThat(again.welcome().resumed()).isTrue();
        }
    }

    @Test
    void roomAndPersonNamesAreChecked() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage page = bed.connect();
        for (String room : new String[] {"", "a/b", "a b", "x".repeat(65), "räume", "../etc"}) {
            page.join(room, "Ana");
            assertThat(page.refusal().code()).as(room).isEqualTo(ErrorCode.BAD_ROOM);
        }
        for (String name : new String[] {"x".repeat(65), "a\nb", "a\u202Eb", "\uD800", "a\u0000"}) {
            page.join("room", name);
            assertThat(page.refusal().code()).as(name).isEqualTo(ErrorCode.BAD_NAME);
        }
        page.join("room", "\uD83D\uDC69\u200D\uD83D\uDD2C Zoë 李");
        assertThat(page.welcome().name()).isEqualTo("\uD83D\uDC69\u200D\uD83D\uDD2C Zoë 李");
    }

    @Test
    void whoGivesNoNameIsAGuest() {
        TestBed bed = new TestBed(SignalConfig.defaults());
        TestPage page = bed.connect();
        page.join("room", null);
        assertThat(page.welcome().name()).isEqualTo("Guest");
        assertThat(bed.join("room", "  ").welcome().name()).isEqualTo("Guest");
    }

    @Test
    void manyNetworksShareWhatIsLeftOfTheTable() {
        SignalLimits few =
                new SignalLimits(
                        100,
                        2,
                        3,
                        100,
                        8,
                        LIMITS.messages(),
                        LIMITS.joins(),
                        LIMITS.joinTimeout(),
                        LIMITS.choiceTimeout());
        TestBed bed = new TestBed(SignalConfig.defaults().withLimits(few));
        for (int i = 0; i < 5; i++) {
            assertThat(bed.connect(IpAddress.v4(i + 1)).closed).isEqualTo(TestPage.OPEN);
        }
        assertThat(bed.connect(IpAddress.v4(6)).closed).isEqualTo(CloseCode.REFUSED.status());
        assertThat(bed.connect(IpAddress.v4(1)).closed).isEqualTo(TestPage.OPEN);
    }
}
