package dev.parley.internet.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpThroughNatTest {
    private static final TransportAddress SERVER = TransportAddress.parse("203.0.113.10:443");
    private static final long SECOND = TcpPair.SECOND;

    private static byte[] random(Internet internet, String what, int length) {
        byte[] bytes = new byte[length];
        internet.random(what).nextBytes(bytes, 0, length);
        return bytes;
    }

    @Test
    void theServerSeesTheAddressOfTheRouter() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        Talker server = new Talker(random(internet, "page", 200_000), true);
        Talker ana = new Talker("a request", false);
        internet.host("server").tcp().listen(443, (_, _) -> server);
        internet.host("ana").tcp().connect(SERVER, ana);
        internet.run();
        assertThat(server.text()).isEqualTo("a request");
        assertThat(server.stream().remote().ip()).hasToString("18.18.18.18");
        assertThat(ana.heard.toByteArray()).isEqualTo(random(internet, "page", 200_000));
        assertThat(ana.end).isEqualTo(StreamEnd.CLOSED);
        assertThat(server.end).isEqualTo(StreamEnd.CLOSED);
    }

    @Test
    void anIdleConnectionOutlivesTheOpeningButNotARebootOfTheRouter() {
        Internet internet = Internet.of(Topologies.twoHomes(), 1);
        Talker server = Talker.silent();
        Talker ana = Talker.silent();
        internet.host("server").tcp().listen(443, (_, _) -> server);
        internet.host("ana").tcp().connect(SERVER, ana);
        internet.runUntil(1000 * SECOND);
        ana.stream().write("still there?".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        internet.runUntil(1001 * SECOND);
        assertThat(server.text()).isEqualTo("still there?");
        internet.gateway("home-a").reboot();
        server.stream().write(new byte[10]);
        internet.runUntil(1200 * SECOND);
        assertThat(server.end).isIn(StreamEnd.TIMED_OUT, StreamEnd.RESET);
        assertThat(ana.heard.size()).isZero();
    }

    @Test
    void twoConnectionsFromOnePortMeetThroughBothRouters() {
        Topology topology =
                Topologies.twoHomes(
                        "homes", NatBehaviour.PORT_RESTRICTED, NatBehaviour.PORT_RESTRICTED);
        Internet internet = Internet.of(topology, 1);
        Talker ana = new Talker("from ana", true);
        Talker ben = new Talker("from ben", true);
        List<Talker> both = new ArrayList<>(List.of(ana, ben));
        // Both routers keep ports, so each side knows where the other one will come from.
        internet.host("ana")
                .tcp()
                .connect(
                        TransportAddress.parse("192.168.1.2:5000"),
                        TransportAddress.parse("51.51.51.51:6000"),
                        ana);
        internet.host("ben")
                .tcp()
                .connect(
                        TransportAddress.parse("192.168.1.2:6000"),
                        TransportAddress.parse("18.18.18.18:5000"),
                        ben);
        internet.run();
        assertThat(ben.text()).isEqualTo("from ana");
        assertThat(ana.text()).isEqualTo("from ben");
        assertThat(both).allMatch(talker -> talker.end == StreamEnd.CLOSED);
    }
}
