package dev.parley.internet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.NetworkEvent.RowAdded;
import dev.parley.internet.NetworkEvent.RowRemoved;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Topologies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedNatTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TransportAddress SERVER = TransportAddress.parse("203.0.113.10:7000");

    private final Internet internet = Internet.of(Topologies.twoHomes(), 7);
    private final List<NetworkEvent> events = new ArrayList<>();
    private final List<TransportAddress> seen = new ArrayList<>();

    ChangedNatTest() {
        internet.observe(events::add);
        internet.host("server").open(SERVER, (now, socket, packet) -> seen.add(packet.source()));
    }

    private <E extends NetworkEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void anotherRouterForgetsAndBehavesInItsOwnWay() {
        UdpSocket ana = internet.host("ana").open(5000, (now, socket, packet) -> {});
        ana.send(SERVER, new byte[] {1});
        internet.runUntil(SECOND);
        int rows = all(RowAdded.class).size();
        internet.gateway("home-a").changeNat(new Nat.Rfc4787(NatBehaviour.SYMMETRIC));
        assertThat(all(RowRemoved.class))
                .hasSize(rows)
                .allMatch(removed -> removed.reason() == RemovalReason.REBOOT);
        ana.send(SERVER, new byte[] {2});
        internet.run();
        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst()).isEqualTo(TransportAddress.parse("18.18.18.18:5000"));
        assertThat(seen.getLast().port()).isNotEqualTo(5000);
        assertThat(all(RowAdded.class))
                .extracting(added -> added.row().id())
                .as("no number is used twice")
                .doesNotHaveDuplicates();
        assertThat(all(RowRemoved.class))
                .as("the new rows expire, too")
                .hasSize(all(RowAdded.class).size());
    }
}
