package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class NioDriverTest extends UdpDriverTest {
    @Override
    UdpDriver newDriver() throws IOException {
        return new NioDriver();
    }

    @Test
    void switchesTheDontFragmentBitAsAsked() throws Exception {
        put("ab");
        NioSocket socket = (NioSocket) one;
        assertThat(socket.isDontFragment()).isFalse();
        one.send(memory, 0, 1, 1, to(two), true);
        assertThat(socket.isDontFragment()).isTrue();
        one.send(memory, 1, 1, 1, to(two), false);
        assertThat(socket.isDontFragment()).isFalse();
        receive(2);
    }
}
