package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Item(long time, int order) {}

    @Test
    void earliestFirstAndInOrderWithinATime() {
        for (long seed = 1; seed <= 50; seed++) {
            RandomSource random = RandomSource.seeded(seed);
            EventQueue queue = new EventQueue();
            List<Item> waiting = new ArrayList<>();
            for (int order = 0; order < 500; order++) {
                Item item = new Item(random.nextInt(40), order);
                queue.add(item.time, item);
                waiting.add(item);
                if (random.nextInt(3) == 0) {
                    assertThat(queue.poll()).as("seed %d", seed).isEqualTo(takeFirst(waiting));
                }
            }
            while (!waiting.isEmpty()) {
                Item first = takeFirst(waiting);
                assertThat(queue.nextTime()).as("seed %d", seed).isEqualTo(first.time);
                assertThat(queue.poll()).as("seed %d", seed).isEqualTo(first);
            }
            assertThat(queue.poll()).isNull();
        }
    }

    private static Item takeFirst(List<Item> waiting) {
        Item first =
                waiting.stream()
                        .min(Comparator.comparingLong(Item::time).thenComparingInt(Item::order))
                        .orElseThrow();
        waiting.remove(first);
        return first;
    }
}
