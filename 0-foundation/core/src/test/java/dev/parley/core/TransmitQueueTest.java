package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransmitQueueTest {
    private record Datagram(int path, boolean dontFragment, ByteBuffer bytes) {}

    private final TransmitQueue queue = new TransmitQueue(100, 8);
    private final TransmitSlot slot = new TransmitSlot(new byte[2000]);

    @Test
    void givesNothingWhenEmpty() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll(slot)).isZero();
    }

    @Test
    void givesBackWhatWasWrittenInPlace() {
        int at = queue.begin(7, 10, true);
        queue.buffer()[at] = 42;
        queue.commit(1);
        slot.off = 5;
        assertThat(queue.poll(slot)).isEqualTo(1);
        assertThat(slot.buf[5]).isEqualTo((byte) 42);
        assertThat(slot.path).isEqualTo(7);
        assertThat(slot.dontFragment).isTrue();
    }

    @Test
    void doesNotPassTheFragmentBitOnToTheNext() {
        queue.begin(1, 1, true);
        queue.commit(1);
        queue.offer(1, new byte[1], 0, 1);
        queue.poll(slot);
        queue.poll(slot);
        assertThat(slot.dontFragment).isFalse();
    }

    @Test
    void forgetsWhatWasBegunAndNotCommitted() {
        queue.begin(1, 50);
        queue.begin(2, 50);
        queue.commit(3);
        assertThat(queue.poll(slot)).isEqualTo(3);
        assertThat(slot.path).isEqualTo(2);
        assertThat(queue.poll(slot)).isZero();
    }

    @Test
    void dropsAndCountsWhenTheBytesAreUsedUp() {
        assertThat(queue.offer(1, new byte[60], 0, 60)).isTrue();
        assertThat(queue.offer(1, new byte[60], 0, 60)).isFalse();
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.offer(1, new byte[40], 0, 40)).isTrue();
        assertThat(queue.offer(1, new byte[1], 0, 1)).isFalse();
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void dropsAndCountsWhenThePlacesAreUsedUp() {
        for (int i = 0; i < 8; i++) {
            assertThat(queue.offer(i, new byte[1], 0, 1)).isTrue();
        }
        assertThat(queue.offer(9, new byte[1], 0, 1)).isFalse();
        assertThat(queue.dropped()).isEqualTo(1);
        queue.poll(slot);
        assertThat(queue.offer(9, new byte[1], 0, 1)).isTrue();
    }

    @Test
    void wrapsAroundWithoutCuttingADatagram() {
        queue.offer(1, new byte[60], 0, 60);
        queue.offer(2, new byte[30], 0, 30);
        queue.poll(slot);
        byte[] third = filled(50, 3);
        assertThat(queue.offer(3, third, 0, 50)).isTrue();
        assertThat(queue.poll(slot)).isEqualTo(30);
        assertThat(queue.poll(slot)).isEqualTo(50);
        assertThat(Arrays.copyOf(slot.buf, 50)).isEqualTo(third);
    }

    @Test
    void doesNotStopAtAnEmptyDatagram() {
        queue.offer(1, new byte[0], 0, 0);
        queue.offer(2, new byte[5], 0, 5);
        assertThat(queue.poll(slot)).isEqualTo(5);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void tellsTheCallerOfItsMistakes() {
        assertThatIllegalStateException().isThrownBy(() -> queue.commit(1));
        queue.begin(1, 10);
        assertThatIllegalStateException().isThrownBy(() -> queue.commit(11));
        assertThat(queue.begin(1, 101)).isEqualTo(-1);
        assertThatIllegalStateException().isThrownBy(() -> queue.commit(1));
        queue.offer(1, new byte[10], 0, 10);
        TransmitSlot small = new TransmitSlot(new byte[9]);
        assertThatIllegalStateException().isThrownBy(() -> queue.poll(small));
        assertThat(queue.poll(slot)).as("nothing is lost by it").isEqualTo(10);
    }

    @Test
    void behavesLikeAQueue() {
        Seeds.forEach(100, TransmitQueueTest::compare);
    }

    private static void compare(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        int capacityBytes = 50 + random.nextInt(500);
        int capacityDatagrams = 1 + random.nextInt(20);
        TransmitQueue queue = new TransmitQueue(capacityBytes, capacityDatagrams);
        Queue<Datagram> model = new ArrayDeque<>();
        TransmitSlot slot = new TransmitSlot(new byte[1000]);
        long dropped = 0;
        for (int step = 0; step < 3000; step++) {
            if (random.nextInt(2) == 0) {
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes, 0, bytes.length);
                Datagram datagram =
                        new Datagram(step, random.nextInt(2) == 0, ByteBuffer.wrap(bytes));
                boolean roomy = model.size() < capacityDatagrams && mayFit(model, capacityBytes);
                int spare = random.nextInt(5);
                int at = queue.begin(step, bytes.length + spare, datagram.dontFragment);
                if (at < 0) {
                    dropped++;
                    assertThat(roomy).as("room was refused").isFalse();
                } else {
                    System.arraycopy(bytes, 0, queue.buffer(), at, bytes.length);
                    queue.commit(bytes.length);
                    model.add(datagram);
                }
            } else {
                checkNext(queue, slot, model.poll());
            }
            assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(queue.dropped()).isEqualTo(dropped);
        }
        while (!model.isEmpty()) {
            checkNext(queue, slot, model.poll());
        }
        assertThat(queue.poll(slot)).isZero();
    }

    /** Whether room for 64 bytes is certain: at worst the end of the ring cannot be used. */
    private static boolean mayFit(Queue<Datagram> model, int capacityBytes) {
        int waiting = model.stream().mapToInt(datagram -> datagram.bytes.remaining()).sum();
        return waiting + 3 * 64 <= capacityBytes;
    }

    private static void checkNext(TransmitQueue queue, TransmitSlot slot, @Nullable Datagram want) {
        int length = queue.poll(slot);
        if (want == null) {
            assertThat(length).isZero();
            return;
        }
        assertThat(ByteBuffer.wrap(slot.buf, 0, length)).isEqualTo(want.bytes);
        assertThat(slot.path).isEqualTo(want.path);
        assertThat(slot.dontFragment).isEqualTo(want.dontFragment);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
