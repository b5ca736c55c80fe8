package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {
    private static final List<IpAddress> MACHINE =
            List.of(
                    IpAddress.parse("127.0.0.1"),
                    IpAddress.parse("127.0.0.5"),
                    IpAddress.parse("127.0.0.6"),
                    IpAddress.parse("::1"));

    private static ClientAddresses of(List<String> listen, List<String> relay) throws Exception {
        Configuration configuration =
                Configuration.of(Map.of("listen", listen, "relay-address", relay), Map.of());
        LocalAddresses machine = new LocalAddresses(MACHINE, MACHINE, List.of());
        ListenPlan listens = ListenPlan.of(configuration.all(Settings.LISTEN), machine);
        return ClientAddresses.of(
                configuration, RelayPlan.of(configuration, listens.addresses()), listens);
    }

    private static List<String> urls(ClientAddresses addresses, @Nullable String host) {
        return IceServers.of(
                        new IceServers.Reach(addresses, null, host, 3478, 0),
                        "a secret of the tests",
                        Duration.ofHours(1),
                        "ann")
                .urls();
    }

    @Test
    void innerNetworksAreLeftOutBesidePublicOnes() throws Exception {
        ClientAddresses one =
                of(
                        List.of("127.0.0.5", "127.0.0.6"),
                        List.of("127.0.0.5/10.0.0.6", "127.0.0.6/8.8.4.4"));
        assertThat(one.all()).containsExactly(IpAddress.parse("8.8.4.4"));
        ClientAddresses inner =
                of(List.of("127.0.0.5", "::1"), List.of("127.0.0.5/10.0.0.6", "::1/2606:4700::6"));
        assertThat(inner.all())
                .containsExactly(IpAddress.parse("10.0.0.6"), IpAddress.parse("2606:4700::6"));
    }

    @Test
    void bothFamiliesAreNamedAsANatNamesThem() throws Exception {
        ClientAddresses both =
                of(
                        List.of("127.0.0.5", "127.0.0.6", "::1"),
                        List.of("127.0.0.5/192.0.2.5", "127.0.0.6/192.0.2.6", "::1/2606:4700::6"));
        assertThat(both.chosen()).isTrue();
        assertThat(urls(both, null))
                .containsExactly(
                        "turn:192.0.2.5:3478?transport=udp",
                        "turn:[2606:4700::6]:3478?transport=udp",
                        "turn:192.0.2.6:3478?transport=udp",
                        "turn:192.0.2.5:3478?transport=tcp",
                        "turn:[2606:4700::6]:3478?transport=tcp");
        assertThat(urls(both, "turn.example.org"))
                .containsExactly(
                        "turn:turn.example.org:3478?transport=udp",
                        "turn:turn.example.org:3478?transport=tcp");
    }

    @Test
    void whereNobodyListensNobodyIsSent() throws Exception {
        ClientAddresses one = of(List.of("127.0.0.5"), List.of("127.0.0.6/192.0.2.6"));
        assertThat(one.all()).containsExactly(IpAddress.parse("127.0.0.5"));
        assertThat(of(List.of(), List.of("127.0.0.6/192.0.2.6")).all())
                .containsExactly(IpAddress.parse("192.0.2.6"));
    }

    @Test
    void thoseOfThisMachineAloneAreNamedWhenThereAreNoOthers() throws Exception {
        assertThat(of(List.of("127.0.0.5", "::1"), List.of("127.0.0.5")).all())
                .containsExactly(IpAddress.parse("127.0.0.5"), IpAddress.parse("::1"));
        assertThat(of(List.of("127.0.0.5", "::1"), List.of("127.0.0.5/192.0.2.5")).all())
                .containsExactly(IpAddress.parse("192.0.2.5"));
    }

    @Test
    void theyAreFourAtMostAndOneOfEachFamily() throws Exception {
        List<String> relay = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            relay.add("127.0.1." + i + "/192.0.2." + i);
        }
        relay.add("::1/2606:4700::6");
        List<String> listen = relay.stream().map(pair -> pair.replaceAll("/.*", "")).toList();
        assertThat(of(listen, relay).all())
                .extracting(IpAddress::toString)
                .containsExactly("192.0.2.1", "2606:4700::6", "192.0.2.2", "192.0.2.3");
    }

    @Test
    void aSingleOneIsNoChoice() throws Exception {
        assertThat(of(List.of("127.0.0.5"), List.of("127.0.0.5")).chosen()).isFalse();
        assertThat(of(List.of(), List.of()).chosen()).isFalse();
    }
}
