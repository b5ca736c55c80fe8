package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:0", "192.0.2.1:65535", "[2001:db8::1]:3478", "[::]:1"})
    void readsWhatItWrites(String text) {
        TransportAddress address = TransportAddress.parse(text);
        assertThat(address).hasToString(text);
        assertThat(TransportAddress.of(address.toInetSocketAddress())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "192.0.2.1",
                "192.0.2.1:",
                "192.0.2.1:x",
                "192.0.2.1:65536",
                "192.0.2.1:-1",
                "[192.0.2.1]:80",
                "2001:db8::1:80",
                "[::1]",
                "[::1]80",
                "[:80",
                "]:80",
                "example.org:80"
            })
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportAddress.parse(text))
                .withMessageContaining("write 192.0.2.1:80");
    }

    @Test
    void takesAddressAndPortFromASocketAddress() {
        assertThat(
                        TransportAddress.of(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9)))
                .isEqualTo(TransportAddress.parse("127.0.0.1:9"));
    }

    @Test
    void refusesPortsOutOfRange() {
        IpAddress ip = IpAddress.v4(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new TransportAddress(ip, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TransportAddress(ip, 65536));
    }
}
