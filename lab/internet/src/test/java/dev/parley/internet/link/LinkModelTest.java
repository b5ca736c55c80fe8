package dev.parley.internet.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.parley.core.RandomSource;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All with fixed seeds: the figures are the same in every run. */
class LinkModelTest {
    private static final int MANY = 200_000;
    private static final long MILLI = 1_000_000;
    private static final LinkDirection TWENTY_MILLIS = LinkDirection.delay(20 * MILLI);

    private static LinkModel model(LinkDirection behaviour) {
        return new LinkModel(behaviour, RandomSource.seeded(1));
    }

    private static double share(BooleanSupplier happens) {
        int count = 0;
        for (int i = 0; i < MANY; i++) {
            count += happens.getAsBoolean() ? 1 : 0;
        }
        return (double) count / MANY;
    }

    @ParameterizedTest
    @CsvSource({"0", "0.001", "0.02", "0.5", "1"})
    void sharesAreAsWished(double wished) {
        LinkModel model =
                model(
                        TWENTY_MILLIS
                                .withLoss(new Loss.Random(wished))
                                .withCorrupt(wished)
                                .withDuplicate(wished));
        double tolerance = 4 * Math.sqrt(wished * (1 - wished) / MANY);
        assertThat(share(model::loses)).isCloseTo(wished, within(tolerance));
        assertThat(share(model::corrupts)).isCloseTo(wished, within(tolerance));
        assertThat(share(model::duplicates)).isCloseTo(wished, within(tolerance));
    }

    @Test
    void burstsAreAsLongAndAsFrequentAsTheModelSays() {
        // Bad a fifth of the time, for four packets on average.
        LinkModel model = model(TWENTY_MILLIS.withLoss(new Loss.Bursts(0.0625, 0.25, 0, 1)));
        int bursts = 0;
        int lost = 0;
        boolean before = false;
        for (int i = 0; i < MANY; i++) {
            boolean loses = model.loses();
            lost += loses ? 1 : 0;
            bursts += loses && !before ? 1 : 0;
            before = loses;
        }
        assertThat((double) lost / MANY).isCloseTo(0.2, within(0.01));
        assertThat((double) lost / bursts).isCloseTo(4, within(0.1));
    }

    @Test
    void aBadStateMayLoseOnlySome() {
        LinkModel model = model(TWENTY_MILLIS.withLoss(new Loss.Bursts(0.1, 0.1, 0.01, 0.31)));
        assertThat(share(model::loses)).isCloseTo(0.16, within(0.005));
    }

    @Test
    void jitterIsAddedAndKeepsTheOrder() {
        LinkModel model = model(TWENTY_MILLIS.withJitterNanos(5 * MILLI));
        List<Long> arrivals = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            long arrival = model.arrival(i * MILLI);
            arrivals.add(arrival);
            assertThat(arrival - i * MILLI).isBetween(20 * MILLI, 25 * MILLI);
        }
        assertThat(arrivals).isSorted();
        LinkModel apart = model(TWENTY_MILLIS.withJitterNanos(5 * MILLI));
        for (int i = 0; i < 10_000; i++) {
            sum += apart.arrival(10 * MILLI * i) - 10 * MILLI * i;
        }
        assertThat(sum / 10_000).isCloseTo(22.5e6, within(0.1e6));
    }

    @Test
    void someOvertakeWhenTheyMay() {
        LinkModel model = model(TWENTY_MILLIS.withReorder(0.1));
        int early = 0;
        long latest = 0;
        for (int i = 0; i < MANY; i++) {
            long arrival = model.arrival(i * MILLI);
            assertThat(arrival - i * MILLI).isBetween(10 * MILLI, 20 * MILLI);
            early += arrival < latest ? 1 : 0;
            latest = Math.max(latest, arrival);
        }
        // Of the tenth that may, those with a way shorter by more than a packet's distance.
        assertThat((double) early / MANY).isCloseTo(0.09, within(0.002));
    }

    @Test
    void aRateIsKeptToTheByte() {
        LinkModel model = model(TWENTY_MILLIS.withBitsPerSecond(10_000_000, Queue.DEFAULT));
        long start = 0;
        for (int i = 0; i < 1000; i++) {
            long admitted = model.admit(start, 1250);
            start = model.send(admitted, 1250);
        }
        assertThat(start).as("1000 packets of 10 000 bits").isEqualTo(1_000_000_000);
    }

    @Test
    void aFullQueueRefuses() {
        Queue queue = new Queue.DropTail(10 * 1250);
        LinkModel model = model(TWENTY_MILLIS.withBitsPerSecond(10_000_000, queue));
        int admitted = 0;
        long start;
        while ((start = model.admit(0, 1250)) != LinkModel.REFUSED) {
            assertThat(start).isEqualTo(admitted * MILLI);
            model.send(start, 1250);
            admitted++;
        }
        assertThat(admitted).isEqualTo(10);
        assertThat(model.admit(MILLI, 1250)).as("one has left").isEqualTo(10 * MILLI);
        assertThat(model.admit(MILLI, 1251)).isEqualTo(LinkModel.REFUSED);
    }

    @Test
    void hugeQueuesAndRatesDoNotOverflow() {
        Queue queue = new Queue.DropTail(Integer.MAX_VALUE);
        LinkModel slow = model(TWENTY_MILLIS.withBitsPerSecond(8, queue));
        assertThat(slow.send(0, 1500)).isEqualTo(1_500_000_000_000L);
        assertThat(slow.admit(0, 1500)).isEqualTo(1_500_000_000_000L);
        LinkModel fast = model(TWENTY_MILLIS.withBitsPerSecond(400_000_000_000L, queue));
        assertThat(fast.send(0, 1500)).isEqualTo(30);
    }

    @Test
    void aChangeComesAfterWhatIsOnItsWay() {
        LinkModel before = model(TWENTY_MILLIS.withBitsPerSecond(1_000_000, Queue.DEFAULT));
        long left = before.send(0, 1250);
        long arrival = before.arrival(left);
        LinkModel after =
                before.change(
                        LinkDirection.delay(MILLI).withBitsPerSecond(1_000_000, Queue.DEFAULT));
        assertThat(after.admit(0, 10)).isEqualTo(left);
        assertThat(after.arrival(left)).isEqualTo(arrival);
    }

    @Test
    void onlyADelayIsPlain() {
        assertThat(LinkModel.isPlain(TWENTY_MILLIS.withMtu(1280, false))).isTrue();
        assertThat(LinkModel.isPlain(TWENTY_MILLIS.withLoss(new Loss.Random(0.1)))).isFalse();
        assertThat(LinkModel.isPlain(TWENTY_MILLIS.withJitterNanos(1))).isFalse();
    }

    @Test
    void probabilitiesBeyondOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(TWENTY_MILLIS.withLoss(new Loss.Random(1.5))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(TWENTY_MILLIS.withLoss(new Loss.Random(Double.NaN))));
    }
}
