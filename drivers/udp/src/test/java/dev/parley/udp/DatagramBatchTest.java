package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatagramBatchTest {
    @Test
    void whatFindsNoRoomIsLost() {
        DatagramBatch batch = new DatagramBatch(NativeMemory.allocate(64), 2);
        batch.add(16, 4, false, 0, 1, 9);
        batch.addGlued(20, 4, false, 0, 1, 9);
        assertThat(batch.isFull()).isTrue();
        batch.addGlued(24, 4, false, 0, 1, 9);
        batch.add(28, 4, false, 0, 2, 9);
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.isGlued(0)).isFalse();
        assertThat(batch.isGlued(1)).isTrue();
        assertThat(batch.low(1)).isEqualTo(1);
        batch.clear();
        batch.add(32, 4, false, 0, 3, 9);
        assertThat(batch.isGlued(0)).isFalse();
    }
}
