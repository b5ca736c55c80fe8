package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import dev.parley.turn.client.TurnClientEvent.Allocated;
import dev.parley.turn.client.TurnClientEvent.ConnectFailed;
import dev.parley.turn.client.TurnClientEvent.ConnectionBindFailed;
import dev.parley.turn.client.TurnClientEvent.ConnectionBound;
import dev.parley.turn.client.TurnClientEvent.PeerConnected;
import dev.parley.turn.client.TurnFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6062 between our client and our server; the driver's part is played by hand. */
class TcpRelayClientTest {
    private static final TransportAddress SERVER = TransportAddress.parse("203.0.113.1:3478");
    private static final TransportAddress CONTROL = TransportAddress.parse("198.51.100.7:40000");
    private static final TransportAddress DATA = TransportAddress.parse("198.51.100.7:40001");
    private static final TransportAddress PEER = TransportAddress.parse("8.8.8.8:80");

    private final FakeDriver driver = new FakeDriver(TestServers.v4Only().tcpRelays(true).build());
    private final Paths paths = new Paths(10);
    private final int control = path(1);
    private final int data = path(2);
    private final List<TurnClientEvent> events = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final TurnClient client =
            new TurnClient(
                    paths,
                    RandomSource.seeded(3),
                    RetransmissionPolicy.RFC_8489,
                    TurnClientConfig.builder(TestServers.USER, TestServers.PASSWORD)
                            .tcpRelay(true)
                            .build(),
                    (now, v6, high, low, port, buf, off, len) -> {
                        throw new AssertionError("there are no datagrams");
                    });

    /** A stream of the client's own, from a socket of that number. */
    private int path(int socket) {
        int path = paths.intern(socket, SERVER, Transport.TCP);
        paths.retain(path);
        return path;
    }

    /** Carries bytes to and fro until nothing moves. */
    private void run() {
        TransmitSlot slot = new TransmitSlot(new byte[4096]);
        for (boolean more = true; more; ) {
            more = false;
            for (int length; (length = client.pollTransmit(driver.now, slot)) > 0; more = true) {
                driver.fromStream(
                        slot.path == control ? CONTROL : DATA, Arrays.copyOf(slot.buf, length));
            }
            for (byte[] bytes : driver.take(CONTROL)) {
                client.receiveStream(driver.now, control, bytes, 0, bytes.length);
                more = true;
            }
            for (byte[] bytes : driver.take(DATA)) {
                for (int i = 0; i < bytes.length; i++) { // cut as finely as can be
                    client.receiveStream(driver.now, data, bytes, i, 1);
                }
                more = true;
            }
        }
        for (TurnClientEvent event; (event = client.pollEvent()) != null; ) {
            events.add(event);
        }
        while (client.pollCommand() instanceof SocketCommand.ClosePath(int path)) {
            closed.add(path);
        }
    }

    private <E extends TurnClientEvent> E event(Class<E> type) {
        run();
        List<E> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as("%s among %s", type.getSimpleName(), events).hasSize(1);
        return found.getFirst();
    }

    private TransportAddress allocate() {
        client.allocate(driver.now, control);
        return event(Allocated.class).relayed().getFirst();
    }

    private int connect() {
        client.connect(driver.now, PEER);
        run();
        driver.connectPeer(driver.connecting.getFirst());
        PeerConnected connected = event(PeerConnected.class);
        assertThat(connected.peer()).isEqualTo(PEER);
        assertThat(connected.arrived()).isFalse();
        return connected.connectionId();
    }

    @Test
    void connectsToAPeerAndBindsAStreamToIt() {
        allocate();
        int id = connect();
        client.bindConnection(driver.now, data, id);
        ConnectionBound bound = event(ConnectionBound.class);
        assertThat(bound.path()).isEqualTo(data);
        assertThat(bound.head()).isEmpty();
        assertThat(driver.joined).hasSize(1);
        assertThat(driver.paths.remote(driver.joined.getFirst().first())).isEqualTo(DATA);
        paths.release(data);
        paths.sweep();
        assertThat(paths.size()).as("the stream is the owner's now").isEqualTo(1);
    }

    @Test
    void takesAPeerThatComes() {
        TransportAddress relayed = allocate();
        client.permit(driver.now, PEER.ip());
        run();
        driver.acceptPeer(relayed, PEER);
        PeerConnected arrived = event(PeerConnected.class);
        assertThat(arrived.arrived()).isTrue();
        client.bindConnection(driver.now, data, arrived.connectionId());
        assertThat(event(ConnectionBound.class).connectionId()).isEqualTo(arrived.connectionId());
    }

    @Test
    void handsOverWhatThePeerSaidAlready() {
        allocate();
        client.bindConnection(driver.now, data, connect());
        TransmitSlot slot = new TransmitSlot(new byte[4096]);
        int length = client.pollTransmit(driver.now, slot);
        driver.fromStream(DATA, Arrays.copyOf(slot.buf, length));
        byte[] answer = driver.takeOne(DATA);
        byte[] both = Arrays.copyOf(answer, answer.length + 3);
        both[answer.length + 2] = 7;
        client.receiveStream(driver.now, data, both, 0, both.length);
        assertThat(event(ConnectionBound.class).head()).containsExactly(0, 0, 7);
    }

    @Test
    void saysThatThePeerWasNotReached() {
        allocate();
        client.connect(driver.now, PEER);
        run();
        driver.server.onResult(
                driver.now,
                new SocketResult.Failed(
                        driver.connecting.getFirst().request(), SocketResult.Reason.NOT_REACHED));
        driver.drain();
        assertThat(event(ConnectFailed.class))
                .isEqualTo(new ConnectFailed(PEER, TurnFailure.PEER_NOT_REACHED, 447));
    }

    @Test
    void saysThatAConnectionIsNotKnown() {
        allocate();
        client.bindConnection(driver.now, data, 12345);
        assertThat(event(ConnectionBindFailed.class))
                .isEqualTo(new ConnectionBindFailed(12345, data, TurnFailure.REFUSED, 400));
        assertThat(closed).containsExactly(data);
    }

    @Test
    void givesUpAStreamThatSpeaksSomethingElse() {
        allocate();
        client.bindConnection(driver.now, data, 1);
        byte[] page = {'H', 'T', 'T', 'P'};
        client.receiveStream(driver.now, data, page, 0, 4);
        assertThat(event(ConnectionBindFailed.class).failure())
                .isEqualTo(TurnFailure.STREAM_BROKEN);
    }

    @Test
    void closesWhatWaitsWhenTheAllocationEnds() {
        allocate();
        client.bindConnection(driver.now, data, 1);
        client.onResult(driver.now, new SocketResult.PathClosed(control));
        run();
        assertThat(closed).containsExactly(data);
        assertThat(client.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wantsARelayByTcp() {
        assertThatThrownBy(() -> client.connect(driver.now, PEER))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        TurnClientConfig.builder("a", "b")
                                .tcpRelay(true)
                                .dontFragment(true)
                                .build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
