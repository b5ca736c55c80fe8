package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.StunClient;
import dev.parley.stun.StunEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunTest {

    @Test
    void aPublicHostIsSeenAsItIs() {
        Internet internet =
                Internet.of(
                        new Topology(
                                "two",
                                List.of(
                                        new Machine(
                                                "ana",
                                                List.of(IpAddress.parse("198.51.100.1")),
                                                LinkBehaviour.delay(10)),
                                        new Machine(
                                                "server",
                                                List.of(IpAddress.parse("198.51.100.2")),
                                                LinkBehaviour.delay(10))),
                                List.of()),
                        1);
        TransportAddress server = TransportAddress.parse("198.51.100.2:3478");
        Servers.stun(internet.host("server"), server.port());
        Program<StunEvent, StunClient> ana =
                internet.host("ana")
                        .run(sockets ->
                                new StunClient(
                                        sockets.paths(),
                                        internet.random("ana"),
                                        RetransmissionPolicy.RFC_8489));
        int socket = ana.sockets().open(50_000);
        ana.act((now, core) -> core.request(now, ana.sockets().path(socket, server), null));
        internet.run();
        assertThat(ana.events())
                .containsExactly(
                        new StunEvent.Mapped(0, TransportAddress.parse("198.51.100.1:50000")));
        assertThat(internet.now()).isEqualTo(40_000_000);
    }
}
