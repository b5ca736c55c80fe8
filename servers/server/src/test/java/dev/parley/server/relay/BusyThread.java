package dev.parley.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread of a relay that does nothing else for a while. */
final class BusyThread {
    private BusyThread() {}

    /** Keeps it busy until the latch opens; returns when it is. */
    static CountDownLatch of(RelayService relay, int shard) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        relay.shard(shard)
                .loop
                .execute(() -> {
                    held.countDown();
                    try {
                        assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        return leave;
    }
}
