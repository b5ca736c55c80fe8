package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.TransportAddress;
import dev.parley.stun.NonceCookie;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoncesTest {
    private static final TransportAddress CLIENT = TransportAddress.parse("198.51.100.7:40000");
    private static final byte[] KEY = new byte[32];
    private static final long NOW = 1_800_000_000L;

    private final Nonces nonces = new Nonces(KEY, 100);

    private boolean accepts(TransportAddress client, long at, byte[] nonce) {
        return nonces.check(client, false, at, nonce, 0, nonce.length) == NonceCookie.NONE;
    }

    @Test
    void areGoodForTheirTimeAndClient() {
        byte[] nonce = nonces.make(CLIENT, false, NOW, NonceCookie.NONE);
        assertThat(nonce).hasSize(Nonces.LENGTH);
        assertThat(accepts(CLIENT, NOW, nonce)).isTrue();
        assertThat(accepts(CLIENT, NOW + 100, nonce)).isTrue();
        assertThat(accepts(CLIENT, NOW + 101, nonce)).isFalse();
        assertThat(accepts(TransportAddress.parse("198.51.100.8:40000"), NOW, nonce)).isFalse();
        assertThat(accepts(TransportAddress.parse("198.51.100.7:40001"), NOW, nonce)).isFalse();
        assertThat(accepts(TransportAddress.parse("[::c633:6407]:40000"), NOW, nonce)).isFalse();
    }

    @Test
    void areGoodOnServersThatShareTheKeyAndOnNoOther() {
        byte[] nonce = new Nonces(KEY, 100).make(CLIENT, false, NOW + 30, NonceCookie.NONE);
        assertThat(accepts(CLIENT, NOW, nonce)).as("a clock that is ahead a little").isTrue();
        assertThat(accepts(CLIENT, NOW - 100, nonce)).isFalse();
        byte[] otherKey = KEY.clone();
        otherKey[31] = 1;
        assertThat(
                        accepts(
                                CLIENT,
                                NOW,
                                new Nonces(otherKey, 100)
                                        .make(CLIENT, false, NOW, NonceCookie.NONE)))
                .isFalse();
    }

    @Test
    void areNoLongerGoodWhenAnyCharacterDiffers() {
        byte[] nonce = nonces.make(CLIENT, false, NOW, NonceCookie.NONE);
        for (int i = 0; i < nonce.length; i++) {
            byte[] altered = nonce.clone();
            altered[i] = (byte) (altered[i] == 'x' ? 'y' : 'x');
            assertThat(accepts(CLIENT, NOW, altered)).as("character %d", i).isFalse();
        }
        assertThat(accepts(CLIENT, NOW, Arrays.copyOf(nonce, 15))).isFalse();
        assertThat(accepts(CLIENT, NOW, Arrays.copyOf(nonce, 17))).isFalse();
        assertThat(accepts(CLIENT, NOW, new byte[0])).isFalse();
        assertThat(accepts(CLIENT, NOW, "================".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @Test
    void carryTheirFeaturesWhichNobodyCanAlter() {
        for (int features : new int[] {0, 1 << 23, 1 << 22, 3 << 22}) {
            byte[] nonce = nonces.make(CLIENT, false, NOW, features);
            assertThat(nonce).hasSize(NonceCookie.LENGTH + Nonces.LENGTH);
            assertThat(nonces.check(CLIENT, false, NOW, nonce, 0, nonce.length))
                    .isEqualTo(features);
            for (int i = 0; i < nonce.length; i++) {
                byte[] altered = nonce.clone();
                altered[i] = (byte) (altered[i] == 'A' ? 'B' : 'A');
                assertThat(nonces.check(CLIENT, false, NOW, altered, 0, altered.length))
                        .as("character %d", i)
                        .isEqualTo(Nonces.INVALID);
            }
            assertThat(nonces.check(CLIENT, false, NOW, nonce, NonceCookie.LENGTH, Nonces.LENGTH))
                    .as("without its cookie")
                    .isEqualTo(Nonces.INVALID);
        }
    }

    @Test
    void overStreamsAreGoodForEveryPortOfTheAddress() {
        byte[] nonce = nonces.make(CLIENT, true, NOW, NonceCookie.NONE);
        assertThat(nonce).hasSize(Nonces.STREAM_LENGTH);
        TransportAddress second = TransportAddress.parse("198.51.100.7:40001");
        TransportAddress neighbour = TransportAddress.parse("198.51.100.8:40000");
        assertThat(overStream(CLIENT, nonce)).isTrue();
        assertThat(overStream(second, nonce)).isTrue();
        assertThat(overStream(neighbour, nonce)).isFalse();
        assertThat(nonces.make(second, true, NOW, NonceCookie.NONE)).isNotEqualTo(nonce);
        assertThat(accepts(CLIENT, NOW, nonce)).as("over UDP").isFalse();
        for (int i = 0; i < nonce.length; i++) {
            byte[] altered = nonce.clone();
            altered[i] = (byte) (altered[i] == 'x' ? 'y' : 'x');
            assertThat(overStream(CLIENT, altered)).as("character %d", i).isFalse();
        }
    }

    private boolean overStream(TransportAddress client, byte[] nonce) {
        return nonces.check(client, true, NOW, nonce, 0, nonce.length) == NonceCookie.NONE;
    }

    @Test
    void workInTheYear2106() {
        long end = 1L << 32;
        byte[] nonce = nonces.make(CLIENT, false, end - 1, NonceCookie.NONE);
        assertThat(accepts(CLIENT, end + 50, nonce)).isTrue();
        assertThat(accepts(CLIENT, end + 150, nonce)).isFalse();
    }

    @Test
    void wantALongKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Nonces(new byte[8], 100));
    }
}
