package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PathsTest {
    private static final TransportAddress ALICE = TransportAddress.parse("192.0.2.1:5000");

    private final Paths paths = new Paths(100);

    @Test
    void givesTheSameNumberForTheSamePath() {
        int path = paths.intern(1, ALICE, Transport.UDP);
        assertThat(paths.intern(1, ALICE, Transport.UDP)).isEqualTo(path);
        assertThat(paths.size()).isEqualTo(1);
    }

    /** In one cluster they would take 5,000,000,000 steps. */
    @Test
    @Timeout(5)
    void addressesChosenToCollideDoNotWhereTheSeedIsSecret() {
        Paths many = new Paths(1 << 17, 0x1234_5678_9ABC_DEF1L);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long high = random.nextLong();
            IpAddress ip = IpAddress.v6(high, Long.rotateLeft(high, 29));
            many.retain(many.intern(1, new TransportAddress(ip, 5000), Transport.UDP));
        }
        assertThat(many.size()).isEqualTo(100_000);
    }

    @Test
    void tellsEveryPartOfAPathApart() {
        // ::c000:201 has the same 64 low bits as 192.0.2.1: only the family differs.
        IpAddress compatible = IpAddress.v6(0, ALICE.ip().low());
        int[] all = {
            paths.intern(1, ALICE, Transport.UDP),
            paths.intern(2, ALICE, Transport.UDP),
            paths.intern(1, ALICE, Transport.TCP),
            paths.intern(1, ALICE, Transport.TLS),
            paths.intern(1, new TransportAddress(ALICE.ip(), 5001), Transport.UDP),
            paths.intern(1, TransportAddress.parse("192.0.2.2:5000"), Transport.UDP),
            paths.intern(1, new TransportAddress(compatible, 5000), Transport.UDP),
            paths.intern(1, TransportAddress.parse("[2001:db8::c000:201]:5000"), Transport.UDP),
        };
        assertThat(all).doesNotHaveDuplicates();
        assertThat(paths.size()).isEqualTo(all.length);
    }

    @Test
    void readsBackWhatWasInterned() {
        TransportAddress far = TransportAddress.parse("[2001:db8::7]:65535");
        int path = paths.intern(-5, far, Transport.TLS);
        assertThat(paths.remote(path)).isEqualTo(far).isSameAs(paths.remote(path));
        assertThat(paths.remotePort(path)).isEqualTo(65535);
        assertThat(paths.transport(path)).isEqualTo(Transport.TLS);
        assertThat(paths.socket(path)).isEqualTo(-5);
    }

    @Test
    void findsWithoutMaking() {
        assertThat(find(1, ALICE)).isEqualTo(Paths.NONE);
        assertThat(paths.size()).isZero();
        int path = paths.intern(1, ALICE, Transport.UDP);
        assertThat(find(1, ALICE)).isEqualTo(path);
        assertThat(find(2, ALICE)).isEqualTo(Paths.NONE);
    }

    @Test
    void forgetsStrangersAtTheSweep() {
        paths.intern(1, ALICE, Transport.UDP);
        paths.sweep();
        assertThat(find(1, ALICE)).isEqualTo(Paths.NONE);
        assertThat(paths.size()).isZero();
    }

    @Test
    void keepsARetainedPathUntilItsLastRelease() {
        int path = paths.intern(1, ALICE, Transport.UDP);
        paths.retain(path);
        paths.retain(path);
        paths.sweep();
        paths.release(path);
        paths.sweep();
        assertThat(find(1, ALICE)).isEqualTo(path);
        paths.release(path);
        assertThat(find(1, ALICE)).as("readable until the sweep").isEqualTo(path);
        paths.sweep();
        assertThat(find(1, ALICE)).isEqualTo(Paths.NONE);
    }

    @Test
    void freesAPathOnceThoughItWasListedTwice() {
        int path = paths.intern(1, ALICE, Transport.UDP);
        paths.retain(path);
        paths.release(path);
        paths.sweep();
        assertThat(paths.size()).isZero();
        int first = paths.intern(1, ALICE, Transport.UDP);
        int second = paths.intern(2, ALICE, Transport.UDP);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void givesAReusedNumberItsNewAddress() {
        int old = paths.intern(1, ALICE, Transport.UDP);
        assertThat(paths.remote(old)).isEqualTo(ALICE);
        paths.sweep();
        TransportAddress bob = TransportAddress.parse("198.51.100.9:7");
        int reused = paths.intern(3, bob, Transport.TCP);
        assertThat(reused).as("numbers stay small").isEqualTo(old);
        assertThat(paths.remote(reused)).isEqualTo(bob);
    }

    @Test
    void refusesBeyondTheCapAndGoesOnAfterASweep() {
        for (int cap : new int[] {1, 5, 16, 17, 100}) {
            Paths table = new Paths(cap);
            for (int i = 0; i < cap; i++) {
                assertThat(table.intern(i, ALICE, Transport.UDP)).isBetween(0, cap - 1);
            }
            assertThat(table.intern(cap, ALICE, Transport.UDP)).isEqualTo(Paths.NONE);
            assertThat(table.intern(0, ALICE, Transport.UDP))
                    .as("what is known is still found")
                    .isNotEqualTo(Paths.NONE);
            assertThat(table.size()).isEqualTo(cap);
            table.sweep();
            assertThat(table.intern(cap, ALICE, Transport.UDP)).isNotEqualTo(Paths.NONE);
        }
    }

    @Test
    void anotherCapCountsFromThenOn() {
        Paths table = new Paths(20);
        for (int i = 0; i < 20; i++) {
            table.retain(table.intern(i, ALICE, Transport.UDP));
        }
        assertThat(table.intern(20, ALICE, Transport.UDP)).isEqualTo(Paths.NONE);
        table.atMost(50);
        for (int i = 20; i < 50; i++) {
            table.retain(table.intern(i, ALICE, Transport.UDP));
        }
        assertThat(table.intern(50, ALICE, Transport.UDP)).isEqualTo(Paths.NONE);

        table.atMost(10);
        for (int i = 0; i < 40; i++) {
            int path =
                    table.find(
                            i,
                            false,
                            ALICE.ip().high(),
                            ALICE.ip().low(),
                            ALICE.port(),
                            Transport.UDP);
            assertThat(path).as("what is alive stays").isNotEqualTo(Paths.NONE);
            table.release(path);
        }
        table.sweep();
        assertThat(table.intern(50, ALICE, Transport.UDP)).isEqualTo(Paths.NONE);
        table.release(table.intern(40, ALICE, Transport.UDP));
        table.sweep();
        assertThat(table.intern(50, ALICE, Transport.UDP)).isNotEqualTo(Paths.NONE);
        assertThatThrownBy(() -> table.atMost(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsTheCallerOfItsMistakes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Paths(0));
        int path = paths.intern(1, ALICE, Transport.UDP);
        assertThatIllegalStateException().isThrownBy(() -> paths.release(path));
        paths.sweep();
        assertThatIllegalStateException().isThrownBy(() -> paths.retain(path));
        assertThatIllegalStateException().isThrownBy(() -> paths.release(path));
        assertThatIllegalStateException().isThrownBy(() -> paths.retain(path + 1));
    }

    private int find(int socket, TransportAddress remote) {
        IpAddress ip = remote.ip();
        return paths.find(socket, ip.v6(), ip.high(), ip.low(), remote.port(), Transport.UDP);
    }
}
