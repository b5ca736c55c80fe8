package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconfigurationTest {
    private final TestBed bed = new TestBed(SignalConfig.defaults());
    private final TestPage ana = bed.join("room", "Ana");
    private final TestPage ben = bed.join("room", "Ben");

    @Test
    void whoWaitsComesInWhenRoomsHoldMore() {
        TestPage eve = waiting("Eve");
        TestPage ida = waiting("Ida");
        TestPage joe = waiting("Joe");
        joe.news();
        reconfigure(SignalConfig.defaults().withCapacity(4));

        assertThat(eve.welcome().capacity()).isEqualTo(4);
        assertThat(ida.welcome().peers()).hasSize(3);
        assertThat(joe.welcome).isNull();
        assertThat(joe.news(ServerMessage.Waiting.class))
                .containsExactly(new ServerMessage.Waiting("room", 1, 4));
    }

    @Test
    void nobodyLeavesWhenRoomsHoldLess() {
        reconfigure(SignalConfig.defaults().withCapacity(1));
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);
        ana.offer(ben.id(), "v=0");
        assertThat(ben.news(ServerMessage.Directed.class)).hasSize(1);
        ben.say(new ClientMessage.Leave());
        TestPage eve = bed.connect();
        eve.join("room", "Eve");
        assertThat(eve.refusal().code()).isEqualTo(ErrorCode.ROOM_FULL);
    }

    @Test
    void aNewSecretIsAskedOfWhoComesNotOfWhoIsInside() {
        SeatProof proof = ana.proof();
        reconfigure(SignalConfig.defaults().withSecret("tea for two"));
        bed.pass(Duration.ofSeconds(60));
        assertThat(ana.closed).isEqualTo(TestPage.OPEN);

        TestPage eve = bed.connect();
        eve.join("other", "Eve");
        assertThat(eve.refusal().code()).isEqualTo(ErrorCode.WRONG_SECRET);
        eve.joinWithSecret("other", "tea for two");
        assertThat(eve.welcome).isNotNull();

        bed.cut(ana);
        TestPage again = bed.connect();
        again.resume("room", proof);
        assertThat(again.refusal().code()).isEqualTo(ErrorCode.BAD_TOKEN);
    }

    private TestPage waiting(String name) {
        TestPage page = bed.connect();
        page.joinOrWait("room", name);
        return page;
    }

    private void reconfigure(SignalConfig config) {
        bed.server.reconfigure(bed.now, config);
        bed.drain();
    }
}
