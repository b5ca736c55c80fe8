package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final TestBed bed = new TestBed(SignalConfig.defaults());

    @Test
    void aLostConnectionIsToldAndTheSeatKept() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();

        bed.cut(ben);
        assertThat(ana.news()).containsExactly(new ServerMessage.PeerAway(ben.id()));
        TestPage eve = bed.connect();
        eve.join("room", "Eve");
        assertThat(eve.refusal().code()).isEqualTo(ErrorCode.ROOM_FULL);
    }

    @Test
    void resumingIsNotSeenAsJoining() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        ana.news();

        TestPage again = bed.connect();
        again.resume("room", ben.proof());

        assertThat(again.welcome().resumed()).isTrue();
        assertThat(again.id()).isEqualTo(ben.id());
        assertThat(again.welcome().name()).isEqualTo("Ben");
        assertThat(again.peers).containsOnlyKeys(ana.id());
        assertThat(ana.news()).containsExactly(new ServerMessage.PeerBack(ben.id()));
    }

    @Test
    void messagesReachTheNewConnection() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        TestPage again = bed.connect();
        again.resume("room", ben.proof());
        again.news();

        ana.offer(ben.id(), "v=0");
        assertThat(again.news())
                .containsExactly(new ServerMessage.Directed(ana.id(), new Signal.Offer("v=0")));
    }

    @Test
    void aNewerConnectionReplacesTheOldOneAndTheOthersAreToldToSendAgain() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();

        TestPage again = bed.connect();
        again.resume("room", ben.proof());

        assertThat(ben.closed).isEqualTo(CloseCode.REPLACED.status());
        assertThat(ana.news()).containsExactly(new ServerMessage.PeerBack(ben.id()));
        // The end of the old connection, and what was still in it, are nobody's business any more.
        bed.server.receive(bed.now, ben.connection, new ClientMessage.Leave());
        bed.server.closed(bed.now, ben.connection);
        bed.drain();
        assertThat(ana.news()).isEmpty();
        assertThat(bed.server.peerCount()).isEqualTo(2);
    }

    @Test
    void messagesToOneWhoIsAwayAreRefused() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        ana.news();

        ana.offer(ben.id(), "v=0");
        ServerMessage.Refused away = ana.refusal();
        assertThat(away.code()).isEqualTo(ErrorCode.PEER_AWAY);
        assertThat(away.to()).isEqualTo(ben.id());
        assertThat(away.fatal()).isFalse();
    }

    @Test
    void theSeatIsLostWhenTheGraceTimeEnds() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        ana.news();

        bed.pass(Duration.ofMillis(29_999));
        assertThat(ana.news()).isEmpty();
        bed.pass(Duration.ofMillis(1));
        assertThat(ana.news())
                .containsExactly(new ServerMessage.PeerLeft(ben.id(), LeaveReason.TIMEOUT));
        assertThat(bed.server.peerCount()).isEqualTo(1);
    }

    @Test
    void resumingEndsTheGraceTime() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        bed.pass(Duration.ofSeconds(29));
        TestPage again = bed.connect();
        again.resume("room", ben.proof());
        ana.news();

        bed.pass(Duration.ofMinutes(2));
        assertThat(ana.news()).isEmpty();
        assertThat(again.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void afterTheGraceTimeAPageComesBackUnderItsOldId() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        bed.cut(ben);
        bed.pass(Duration.ofSeconds(31));
        ana.news();

        TestPage again = bed.connect();
        again.resume("room", ben.proof());

        assertThat(again.id()).isEqualTo(ben.id());
        assertThat(again.welcome().resumed()).isTrue();
        assertThat(ana.news())
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerMessage.PeerJoined.class,
                        joined -> {
                            assertThat(joined.peer()).isEqualTo(ben.id());
                            assertThat(joined.resumed()).isTrue();
                        });
    }

    @Test
    void afterARestartBothResumeWithTheirIdsAndRoles() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        boolean polite = ana.peer(ben.id()).polite();

        bed.restart();
        TestPage ana2 = bed.connect();
        ana2.resume("room", ana.proof());
        TestPage ben2 = bed.connect();
        ben2.resume("room", ben.proof());

        assertThat(ana2.id()).isEqualTo(ana.id());
        assertThat(ben2.id()).isEqualTo(ben.id());
        assertThat(ana2.welcome().resumed()).isTrue();
        assertThat(ben2.welcome().resumed()).isTrue();
        assertThat(ana2.welcome().token()).isEqualTo(ana.welcome().token());
        assertThat(ana2.peer(ben.id()).polite()).isEqualTo(polite);
        ana2.news();
        ben2.offer(ana.id(), "v=0");
        assertThat(ana2.news(ServerMessage.Directed.class)).hasSize(1);
    }

    @Test
    void refusesAForgedTokenAndLetsThePageJoinAnew() {
        TestPage ana = bed.join("room", "Ana");
        TestPage thief = bed.connect();

        thief.resume("room", new SeatProof(ana.id(), "A".repeat(43)));
        ServerMessage.Refused refusal = thief.refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_TOKEN);
        assertThat(refusal.fatal()).isFalse();
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);

        thief.join("room", "Honest now");
        assertThat(thief.welcome().resumed()).isFalse();
    }

    @Test
    void refusesATokenOfAnotherRoomAndOfAnotherPeer() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");

        TestPage elsewhere = bed.connect();
        elsewhere.resume("other", ana.proof());
        assertThat(elsewhere.refusal().code()).isEqualTo(ErrorCode.BAD_TOKEN);
        TestPage other = bed.connect();
        other.resume("room", new SeatProof(ben.id(), ana.proof().token()));
        assertThat(other.refusal().code()).isEqualTo(ErrorCode.BAD_TOKEN);
    }

    @Test
    void refusesAnIdThatThisServerWouldNotMake() {
        String made = "x";
        String token = new PeerTokens(TestBed.KEY, null).mint("room", made);
        TestPage page = bed.connect();
        page.resume("room", new SeatProof(made, token));
        assertThat(page.refusal().code()).isEqualTo(ErrorCode.BAD_TOKEN);
    }

    @Test
    void givesUpOnAConnectionThatGuesses() {
        TestPage ana = bed.join("room", "Ana");
        TestPage thief = bed.connect();
        for (int i = 0; i < 4; i++) {
            thief.resume("room", new SeatProof(ana.id(), "guess" + i));
            assertThat(thief.refusal().fatal()).isFalse();
        }
        thief.resume("room", new SeatProof(ana.id(), "guess"));
        assertThat(thief.refusal().fatal()).isTrue();
        assertThat(thief.closed).isEqualTo(CloseCode.REFUSED.status());
    }

    @Test
    void aReloadedPageTakesOverItsOwnSeatInAFullRoom() {
        TestPage ana = bed.join("room", "Ana");
        TestPage ben = bed.join("room", "Ben");
        ana.news();

        TestPage reloaded = bed.connect();
        reloaded.replace("room", ben.proof());

        assertThat(reloaded.id()).isNotEqualTo(ben.id());
        assertThat(reloaded.welcome().resumed()).isFalse();
        assertThat(ben.closed).isEqualTo(CloseCode.REPLACED.status());
        assertThat(ana.news())
                .containsExactly(
                        new ServerMessage.PeerLeft(ben.id(), LeaveReason.REPLACED),
                        new ServerMessage.PeerJoined(
                                reloaded.id(),
                                "Ana",
                                Roles.isPolite(ana.id(), reloaded.id()),
                                false));
        assertThat(ana.peers).containsOnlyKeys(reloaded.id());
    }

    @Test
    void replacingOneWhoIsGoneIsAnOrdinaryJoin() {
        TestPage ana = bed.join("room", "Ana");
        SeatProof proof = ana.proof();
        ana.say(new ClientMessage.Leave());

        TestPage reloaded = bed.connect();
        reloaded.replace("room", proof);
        assertThat(reloaded.welcome().resumed()).isFalse();
        assertThat(reloaded.id()).isNotEqualTo(proof.peer());
    }

    @Test
    void replacingWithAWrongTokenTakesNobodysSeat() {
        TestPage ana = bed.join("room", "Ana");
        TestPage page = bed.connect();
        page.replace("room", new SeatProof(ana.id(), "A".repeat(43)));
        assertThat(page.welcome().peers()).extracting(PeerInfo::peer).containsExactly(ana.id());
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
    }
}
