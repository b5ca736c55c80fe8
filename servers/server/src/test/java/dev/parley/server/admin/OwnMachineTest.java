package dev.parley.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnMachineTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1", "[::1]", "[0:0:0:0:0:0:0:1]"})
    void hasLoopback(String host) throws Exception {
        assertThat(OwnMachine.has(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "[2001:db8::1]", "example.org", "localhost", "", "[]", "[::1"})
    void hasNeitherOtherAddressesNorNames(String host) throws Exception {
        assertThat(OwnMachine.has(host)).isFalse();
    }

    @Test
    void hasTheAddressesOfItsInterfaces() throws Exception {
        List<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .toList();
        assertThat(own).isNotEmpty();
        for (InetAddress address : own) {
            assertThat(OwnMachine.has(address.getHostAddress())).as("%s", address).isTrue();
        }
    }
}
