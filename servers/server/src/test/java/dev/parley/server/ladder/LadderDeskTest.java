package dev.parley.server.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LadderDeskTest {
    private static final IpAddress PAGE = IpAddress.parse("198.51.100.7");

    private long now;
    private final LadderLimits limits =
            new LadderLimits(
                    3,
                    2,
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(6),
                    4,
                    64,
                    1000,
                    10,
                    5);
    private final LadderDesk desk = new LadderDesk(limits, () -> now);

    private Pair begin() {
        if (desk.begin(PAGE) instanceof LadderDesk.Begun.Ok(var pair)) {
            return pair;
        }
        throw new AssertionError("full");
    }

    @Test
    void aBoxKeepsOnlyTheNewest() {
        Member member = begin().first;
        for (int i = 0; i < 9; i++) {
            member.putPolled("p" + i);
            member.putAwaited("a" + i);
        }
        assertThat(member.takePolled()).containsExactly("p5", "p6", "p7", "p8");
        assertThat(member.takePolled()).isEmpty();
        assertThat(member.takeAwaited()).isCompletedWithValue(List.of("a5", "a6", "a7", "a8"));
    }

    @Test
    void whoWaitsHearsAtOnceAndOnlyTheNewestWaits() {
        Member member = begin().first;
        CompletableFuture<List<String>> old = member.takeAwaited();
        CompletableFuture<List<String>> waiting = member.takeAwaited();
        assertThat(old).isCompletedWithValue(List.of());
        assertThat(waiting).isNotDone();
        member.putAwaited("ping");
        assertThat(waiting).isCompletedWithValue(List.of("ping"));
    }

    @Test
    void aMessageForSomebodyWhoseTimeIsOverWaitsForTheNext() {
        Member member = begin().first;
        assertThat(member.takeAwaited().complete(List.of())).as("its time is over").isTrue();
        member.putAwaited("ping");
        assertThat(member.takeAwaited()).isCompletedWithValue(List.of("ping"));
    }

    @Test
    void limitsHowFastAMemberSpeaks() {
        Member member = begin().first;
        int heard = 0;
        for (int i = 0; i < 100; i++) {
            heard += desk.maySpeak(member) ? 1 : 0;
        }
        assertThat(heard).isEqualTo(limits.burst());
        now += Duration.ofSeconds(1).toNanos();
        for (int i = 0; i < 100; i++) {
            heard += desk.maySpeak(member) ? 1 : 0;
        }
        assertThat(heard).isEqualTo(limits.burst() + limits.perSecond());
    }

    @Test
    void knowsTheTwoOfAPairAndNobodyElse() {
        Pair pair = begin();
        assertThat(pair.other(pair.first)).isSameAs(pair.second);
        assertThat(pair.other(pair.second)).isSameAs(pair.first);
        assertThat(desk.find(pair.first.token)).containsSame(pair.first);
        assertThat(desk.find("")).isEmpty();
        assertThat(desk.find(begin().first.token)).isPresent().get().isNotSameAs(pair.first);
    }

    @Test
    void forgetsAPairThatIsSilentAndOneThatIsOld() {
        Pair silent = begin();
        CompletableFuture<List<String>> waiting = silent.first.takeAwaited();
        now += limits.idle().toNanos();
        assertThat(desk.find(silent.first.token)).isEmpty();
        Pair busy = begin();
        assertThat(waiting).as("whoever waits is let go").isCompletedWithValue(List.of());
        for (long age = 0; age < limits.lifetime().toNanos(); age += limits.idle().toNanos() / 2) {
            assertThat(desk.find(busy.second.token)).isPresent();
            now += limits.idle().toNanos() / 2;
        }
        assertThat(desk.find(busy.second.token)).isEmpty();
    }

    @Test
    void limitsPairsOfANetworkAndAllTogether() {
        begin();
        begin();
        assertThat(desk.begin(PAGE)).isEqualTo(new LadderDesk.Begun.Full(true));
        assertThat(desk.begin(IpAddress.parse("203.0.113.1")))
                .isInstanceOf(LadderDesk.Begun.Ok.class);
        assertThat(desk.begin(IpAddress.parse("203.0.113.2")))
                .isEqualTo(new LadderDesk.Begun.Full(false));
        now += limits.idle().toNanos();
        begin();
        assertThat(desk.size()).isEqualTo(1);
    }
}
