package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final TestBed bed = new TestBed(SignalConfig.defaults().withCapacity(3));

    @Test
    void welcomesTheFirstIntoAnEmptyRoom() {
        TestPage ana = bed.join("Blue-Fox", " Ana ");

        ServerMessage.Welcome welcome = ana.welcome();
        assertThat(welcome.room()).isEqualTo("blue-fox");
        assertThat(welcome.name()).isEqualTo("Ana");
        assertThat(welcome.resumed()).isFalse();
        assertThat(welcome.capacity()).isEqualTo(3);
        assertThat(welcome.graceSeconds()).isEqualTo(30);
        assertThat(welcome.peers()).isEmpty();
        assertThat(welcome.peer()).hasSize(22);
        assertThat(welcome.serverTimeMillis()).isEqualTo(1_700_000_001_000L);
        assertThat(welcome.ice().servers().getFirst().username()).startsWith(welcome.peer());
    }

    @Test
    void tellsTheNewcomerOfTheOthersAndTheOthersOfTheNewcomer() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        TestPage ben = bed.join("room", "Ben");

        assertThat(ben.welcome().peers())
                .singleElement()
                .satisfies(info -> {
                    assertThat(info.peer()).isEqualTo(ana.id());
                    assertThat(info.name()).isEqualTo("Ana");
                    assertThat(info.present()).isTrue();
                });
        assertThat(ana.news())
                .containsExactly(
                        new ServerMessage.PeerJoined(
                                ben.id(), "Ben", Roles.isPolite(ana.id(), ben.id()), false));
    }

    @Test
    void exactlyOneOfTwoPeersIsPolite() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");

        assertThat(ana.peer(ben.id()).polite()).isNotEqualTo(ben.peer(ana.id()).polite());
    }

    @Test
    void roomsDoNotSeeEachOther() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        TestPage ben = bed.join("other", "Ben");

        assertThat(ben.peers).isEmpty();
        assertThat(ana.news()).isEmpty();
        ben.offer(ana.id(), "v=0");
        assertThat(ben.refusal().code()).isEqualTo(ErrorCode.UNKNOWN_PEER);
        assertThat(ana.news()).isEmpty();
    }

    @Test
    void directedMessagesArriveInOrderAndOnlyAtTheirPeer() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        TestPage eve = bed.join("room", "Eve");
        List<Signal> signals =
                List.of(
                        new Signal.Offer("v=0"),
                        new Signal.Candidate(
                                "candidate:1 1 udp 1 192.0.2.1 9 typ host", "0", 0, "u"),
                        new Signal.Candidate("", null, null, null),
                        new Signal.EndOfCandidates("u"),
                        new Signal.Answer("v=0"));
        ben.news();
        eve.news();

        signals.forEach(signal -> ana.say(new ClientMessage.Directed(ben.id(), signal)));

        assertThat(ben.news(ServerMessage.Directed.class))
                .extracting(ServerMessage.Directed::signal)
                .isEqualTo(signals);
        assertThat(eve.news()).isEmpty();
    }

    @Test
    void refusesMessagesToNobodyToOneselfAndBeforeJoining() {
        TestPage stranger = bed.connect();
        stranger.offer("AAAAAAAAAAAAAAAAAAAAAA", "v=0");
        assertThat(stranger.refusal().code()).isEqualTo(ErrorCode.NOT_JOINED);

        TestPage ana = bed.join("room", "Ana");
        ana.news();
        ana.offer("AAAAAAAAAAAAAAAAAAAAAA", "v=0");
        ServerMessage.Refused unknown = ana.refusal();
        assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_PEER);
        assertThat(unknown.to()).isEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
        ana.offer(ana.id(), "v=0");
        assertThat(ana.refusal().code()).isEqualTo(ErrorCode.UNKNOWN_PEER);
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void neverRepeatsAnIdThatIsNone() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        ana.offer("<script>", "v=0");
        assertThat(ana.refusal().to()).isNull();
    }

    @Test
    void leavingIsSeenAtOnce() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();

        ben.say(new ClientMessage.Leave());

        assertThat(ben.closed).isEqualTo(CloseCode.LEFT.status());
        assertThat(ana.news())
                .containsExactly(new ServerMessage.PeerLeft(ben.id(), LeaveReason.LEFT));
    }

    @Test
    void theLastToLeaveTakesTheRoomAlong() {
        TestPage ana = bed.join("room", "Ana");
        ana.say(new ClientMessage.Leave());

        assertThat(bed.server.roomCount()).isZero();
        bed.pass(Duration.ofMinutes(5));
        assertThat(bed.server.remembered()).isZero();
    }

    @Test
    void aSecondJoinOnTheSameConnectionIsRefused() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        ana.join("other", "Ana");
        assertThat(ana.refusal().code()).isEqualTo(ErrorCode.ALREADY_JOINED);
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void answersPingsWithTheSameNumber() {
        TestPage stranger = bed.connect();
        stranger.say(new ClientMessage.Ping(7L));
        stranger.say(new ClientMessage.Ping(null));
        assertThat(stranger.news())
                .containsExactly(new ServerMessage.Pong(7L), new ServerMessage.Pong(null));
    }

    @Test
    void renewsCredentialsBeforeTheyEnd() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();

        bed.pass(Duration.ofSeconds(TestBed.TTL_SECONDS * 8 / 10 - 1));
        assertThat(ana.news()).isEmpty();
        bed.pass(Duration.ofSeconds(1));
        assertThat(ana.news())
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerMessage.Ice.class,
                        ice ->
                                assertThat(ice.ice().servers().getFirst().username())
                                        .isEqualTo(ana.id() + ":1"));
        bed.pass(Duration.ofSeconds(TestBed.TTL_SECONDS * 8 / 10));
        assertThat(ana.news(ServerMessage.Ice.class)).hasSize(1);
    }

    @Test
    void givesCredentialsOnRequestAndThenWaitsTheWholeTime() {
        TestPage ana = bed.join("room", "Ana");
        ana.news();
        bed.pass(Duration.ofSeconds(400));

        ana.say(new ClientMessage.Credentials());
        assertThat(ana.news(ServerMessage.Ice.class)).hasSize(1);
        bed.pass(Duration.ofSeconds(400));
        assertThat(ana.news()).isEmpty();
    }

    @Test
    void drainingTellsEverybodyAndLetsNobodyIn() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        TestPage stranger = bed.connect();
        ana.news();
        ben.news();

        bed.server.drain(bed.now, "restart");
        bed.drain();

        for (TestPage page : List.of(ana, ben, stranger)) {
            assertThat(page.news()).containsExactly(new ServerMessage.Closing("restart"));
            assertThat(page.closed).isEqualTo(CloseCode.RESTART.status());
        }
        TestPage late = bed.connect();
        assertThat(late.news()).containsExactly(new ServerMessage.Closing("restart"));
        assertThat(late.closed).isEqualTo(CloseCode.RESTART.status());
        bed.pass(Duration.ofHours(1));
        assertThat(bed.server.remembered()).isZero();
    }
}
