package dev.parley.internet.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.core.RandomSource;
import dev.parley.internet.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The queues of both halves against plain arrays. */
class QueuesTest {

    @Test
    void whatIsSentIsWhatWasWritten() {
        Seeds.forEach(
                50,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    byte[] words = new byte[200_000];
                    random.nextBytes(words, 0, words.length);
                    SendQueue queue = new SendQueue(1 << 15);
                    int written = 0;
                    int dropped = 0;
                    byte[] copy = new byte[1 << 15];
                    while (dropped < words.length) {
                        int length = Math.min(random.nextInt(10_000), words.length - written);
                        int room = queue.room();
                        int taken = queue.append(words, written, length);
                        assertThat(taken).isEqualTo(Math.min(length, room));
                        written += taken;
                        assertThat(queue.end()).isEqualTo(written);
                        int from = dropped + random.nextInt(written - dropped + 1);
                        int count = random.nextInt(written - from + 1);
                        queue.copy(from, copy, count);
                        assertThat(Arrays.copyOf(copy, count))
                                .isEqualTo(Arrays.copyOfRange(words, from, from + count));
                        dropped += random.nextInt(written - dropped + 1);
                        queue.drop(dropped);
                    }
                });
    }

    @Test
    void whatIsNotThereCannotBeSent() {
        SendQueue queue = new SendQueue(1 << 15);
        queue.append(new byte[100], 0, 100);
        queue.drop(10);
        assertThatIllegalStateException().isThrownBy(() -> queue.copy(9, new byte[5], 5));
        assertThatIllegalStateException().isThrownBy(() -> queue.copy(99, new byte[5], 2));
    }

    @Test
    void piecesInAnyOrderMakeTheWhole() {
        Seeds.forEach(
                50,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    byte[] words = new byte[20_000];
                    random.nextBytes(words, 0, words.length);
                    ReceiveQueue queue = new ReceiveQueue(40_000);
                    ByteArrayOutputStream read = new ByteArrayOutputStream();
                    while (read.size() < words.length) {
                        int from = read.size() + random.nextInt(words.length - read.size());
                        from -= random.nextInt(Math.min(from, 2000) + 1);
                        int length = 1 + random.nextInt(Math.min(3000, words.length - from));
                        int fresh = Math.max(from, read.size());
                        int more = from + length - fresh;
                        if (more > 0 && fresh == read.size()) {
                            read.write(words, fresh, more); // nothing to keep
                        } else if (more > 0) {
                            queue.putAhead(fresh, words, fresh, more);
                        }
                        for (byte[] piece; (piece = queue.takeAt(read.size())) != null; ) {
                            read.writeBytes(piece);
                        }
                    }
                    assertThat(read.toByteArray()).isEqualTo(words);
                    assertThat(queue.takeAt(words.length)).isNull();
                    assertThat(queue.hasGap()).isFalse();
                });
    }

    @Test
    void piecesAheadHaveAnEnd() {
        ReceiveQueue queue = new ReceiveQueue(1000);
        byte[] bytes = new byte[100];
        for (int i = 1; i <= 50; i++) {
            queue.putAhead(i * 10L, bytes, 0, 100);
        }
        int kept = 0;
        for (long at = 10; queue.hasGap(); at += 10) {
            byte[] piece = queue.takeAt(at);
            kept += piece == null ? 0 : piece.length;
        }
        assertThat(kept).isLessThanOrEqualTo(1000);
    }

    @Test
    void optionsThatMakeNoSenseAreIgnored() {
        byte[] ours = new byte[SynOptions.LENGTH];
        SynOptions.write(ours, 1460);
        assertThat(SynOptions.mss(ours, 8, false)).isEqualTo(1460);
        assertThat(SynOptions.mss(ours, 0, false)).isEqualTo(536);
        assertThat(SynOptions.mss(ours, 3, true)).isEqualTo(1220);
        assertThat(SynOptions.mss(new byte[] {1, 1, 2, 4, 2, 0}, 6, false)).isEqualTo(512);
        assertThat(SynOptions.mss(new byte[] {3, 0, 2, 4, 2, 0}, 6, false)).isEqualTo(536);
        assertThat(SynOptions.mss(new byte[] {9, 40, 2, 4, 2, 0}, 6, false)).isEqualTo(536);
        assertThat(SynOptions.mss(new byte[] {0, 2, 4, 2, 0}, 5, false)).isEqualTo(536);
    }
}
