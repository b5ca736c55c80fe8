package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final TestBed bed = new TestBed(SignalConfig.defaults());
    private final TestPage ana = bed.join("room", "Ana");
    private final TestPage ben = bed.join("room", "Ben");

    @Test
    void aFullRoomIsSaidWithItsCapacityAndTheConnectionStays() {
        TestPage eve = bed.connect();
        eve.join("room", "Eve");

        ServerMessage.Refused full = eve.refusal();
        assertThat(full.code()).isEqualTo(ErrorCode.ROOM_FULL);
        assertThat(full.capacity()).isEqualTo(2);
        assertThat(full.fatal()).isFalse();
        assertThat(eve.closed).isEqualTo(TestPage.OPEN);
        bed.pass(Duration.ofSeconds(59));
        assertThat(eve.closed).isEqualTo(TestPage.OPEN);
        bed.pass(Duration.ofSeconds(1));
        assertThat(eve.closed).isEqualTo(CloseCode.JOIN_TIMEOUT.status());
    }

    @Test
    void whoWaitsIsLetInWhenSomebodyLeaves() {
        TestPage eve = bed.connect();
        eve.join("room", "Eve");
        eve.joinOrWait("room", "Eve");
        assertThat(eve.news(ServerMessage.Waiting.class))
                .containsExactly(new ServerMessage.Waiting("room", 1, 2));
        ana.news();

        ben.say(new ClientMessage.Leave());

        assertThat(eve.welcome().peers()).extracting(PeerInfo::peer).containsExactly(ana.id());
        assertThat(ana.news())
                .containsExactly(
                        new ServerMessage.PeerLeft(ben.id(), LeaveReason.LEFT),
                        new ServerMessage.PeerJoined(
                                eve.id(), "Eve", Roles.isPolite(ana.id(), eve.id()), false));
    }

    @Test
    void whoWaitsIsLetInWhenSomebodyIsAwayTooLong() {
        TestPage eve = bed.connect();
        eve.joinOrWait("room", "Eve");
        bed.cut(ben);
        assertThat(eve.welcome).isNull();
        bed.pass(Duration.ofSeconds(30));
        assertThat(eve.welcome().peers()).extracting(PeerInfo::peer).containsExactly(ana.id());
    }

    @Test
    void waitersAreServedInOrderAndKnowTheirPlace() {
        TestPage eve = waiting("Eve");
        TestPage kim = waiting("Kim");
        assertThat(kim.news()).containsExactly(new ServerMessage.Waiting("room", 2, 2));

        ben.say(new ClientMessage.Leave());
        assertThat(eve.welcome).isNotNull();
        assertThat(kim.news()).containsExactly(new ServerMessage.Waiting("room", 1, 2));

        ana.say(new ClientMessage.Leave());
        assertThat(kim.welcome().peers()).extracting(PeerInfo::peer).containsExactly(eve.id());
    }

    @Test
    void aWaiterWhoGoesMakesPlaceInTheQueue() {
        TestPage eve = waiting("Eve");
        TestPage kim = waiting("Kim");
        TestPage leo = waiting("Leo");
        kim.news();
        leo.news();

        bed.cut(eve);
        kim.say(new ClientMessage.Leave());

        assertThat(kim.closed).isEqualTo(CloseCode.LEFT.status());
        assertThat(leo.news())
                .containsExactly(
                        new ServerMessage.Waiting("room", 2, 2),
                        new ServerMessage.Waiting("room", 1, 2));
    }

    @Test
    void aWaiterMayTakeAnotherRoom() {
        TestPage eve = waiting("Eve");
        eve.join("other", "Eve");
        assertThat(eve.welcome().room()).isEqualTo("other");
        eve.news();

        ben.say(new ClientMessage.Leave());
        assertThat(eve.news()).isEmpty();
    }

    @Test
    void waitingHasNoTimeLimit() {
        TestPage eve = waiting("Eve");
        bed.pass(Duration.ofHours(3));
        assertThat(eve.closed).isEqualTo(TestPage.OPEN);
    }

    @Test
    void theQueueHasAnEnd() {
        for (int i = 0; i < 8; i++) {
            assertThat(waiting("W" + i).news(ServerMessage.Waiting.class)).hasSize(1);
        }
        TestPage late = waiting("Late");
        assertThat(late.refusal().code()).isEqualTo(ErrorCode.ROOM_FULL);
    }

    @Test
    void whoHeldASeatBeforeWaitsInFrontOfThoseWhoDidNot() {
        bed.cut(ben);
        bed.pass(Duration.ofSeconds(30));
        TestPage eve = bed.join("room", "Eve");
        TestPage kim = waiting("Kim");

        TestPage again = bed.connect();
        again.say(
                new ClientMessage.Join(
                        "room", "Ben", null, true, new ClientMessage.Claim.Resume(ben.proof())));
        assertThat(again.news()).containsExactly(new ServerMessage.Waiting("room", 1, 2));

        eve.say(new ClientMessage.Leave());
        assertThat(again.welcome().resumed()).isTrue();
        assertThat(again.id()).isEqualTo(ben.id());
        assertThat(kim.welcome).isNull();
    }

    @Test
    void twoConnectionsOfOnePageDoNotBothWait() {
        bed.cut(ben);
        bed.pass(Duration.ofSeconds(30));
        bed.join("room", "Eve");
        ClientMessage.Join join =
                new ClientMessage.Join(
                        "room", "Ben", null, true, new ClientMessage.Claim.Resume(ben.proof()));
        TestPage first = bed.connect();
        first.say(join);
        TestPage second = bed.connect();
        second.say(join);

        assertThat(first.closed).isEqualTo(CloseCode.REPLACED.status());
        assertThat(second.news()).containsExactly(new ServerMessage.Waiting("room", 1, 2));
    }

    private TestPage waiting(String name) {
        TestPage page = bed.connect();
        page.joinOrWait("room", name);
        return page;
    }
}
