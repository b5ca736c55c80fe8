package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.internet.Sockets;
import dev.parley.internet.proxy.HttpConnect;
import dev.parley.internet.proxy.HttpProxy;
import dev.parley.internet.tcp.Dialer;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with our TURN client on a simulated host. */
final class TurnUser {
    private static final long SECOND = 1_000_000_000L;

    /** Longer than any request and its repetitions, and than a connection that nobody answers. */
    private static final long PATIENCE_NANOS = 400 * SECOND;

    final Internet internet;
    final Program<TurnClientEvent, TurnClient> program;
    final List<String> received = new ArrayList<>();

    /** Why there was no connection. */
    @Nullable StreamEnd refusal;

    private TurnUser(Host host, TurnClientConfig config) {
        internet = host.internet();
        program =
                host.run(sockets ->
                        new TurnClient(
                                sockets.paths(),
                                internet.random("client of " + host.name()),
                                RetransmissionPolicy.RFC_8489,
                                config,
                                (now, v6, high, low, port, buf, off, len) ->
                                        received.add(
                                                new String(
                                                        buf, off, len, StandardCharsets.UTF_8))));
    }

    static TurnClientConfig config() {
        return TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD).build();
    }

    /** Begins to allocate over UDP, from any port. */
    static TurnUser overUdp(Host host, TransportAddress server) {
        return over(Transport.UDP, host, 0, server, config());
    }

    /**
     * Begins to allocate over that transport.
     *
     * @param port the local one; 0 for any, over UDP
     */
    static TurnUser over(
            Transport transport,
            Host host,
            int port,
            TransportAddress server,
            TurnClientConfig config) {
        TurnUser user = new TurnUser(host, config);
        Sockets sockets = user.program.sockets();
        TransportAddress local = new TransportAddress(host.address(server.ip().v6()), port);
        switch (transport) {
            case UDP -> user.allocate(sockets.path(sockets.open(local), server));
            case TCP, TLS ->
                    sockets.connect(
                            dialer(host, local), server, transport, user::allocate, user::refused);
        }
        return user;
    }

    /** Straight from that port, or by the proxy that the network has told of. */
    private static Dialer dialer(Host host, TransportAddress local) {
        IpAddress proxy = host.internet().proxyOf(host);
        return proxy == null
                ? (remote, handler) -> host.tcp().connect(local, remote, handler)
                : HttpConnect.through(host, new TransportAddress(proxy, HttpProxy.PORT));
    }

    private void allocate(int path) {
        program.act((now, client) -> client.allocate(now, path));
    }

    private void refused(StreamEnd end) {
        refusal = end;
    }

    /** Waits for what comes of the allocation; null when there was no connection. */
    @Nullable TurnClientEvent outcome() {
        internet.runUntil(
                () -> refusal != null || !program.events().isEmpty(),
                internet.now() + PATIENCE_NANOS);
        assertThat(refusal != null || !program.events().isEmpty()).as("an outcome").isTrue();
        return refusal != null ? null : program.events().getFirst();
    }

    /** Waits for the allocation, which must succeed, and tells its address. */
    TransportAddress relayed() {
        TurnClientEvent outcome = outcome();
        assertThat(outcome).isInstanceOf(TurnClientEvent.Allocated.class);
        return program.events().stream()
                .filter(TurnClientEvent.Allocated.class::isInstance)
                .map(TurnClientEvent.Allocated.class::cast)
                .findFirst()
                .orElseThrow()
                .relayed()
                .getFirst();
    }

    /** Permits a peer, with a channel or without, and waits for it. */
    void permit(TransportAddress peer, boolean channel) {
        Class<? extends TurnClientEvent> wanted =
                channel ? TurnClientEvent.Bound.class : TurnClientEvent.Permitted.class;
        program.act((now, client) -> {
            if (channel) {
                client.bind(now, peer);
            } else {
                client.permit(now, peer.ip());
            }
        });
        internet.runUntil(() -> wanted.isInstance(last()), internet.now() + PATIENCE_NANOS);
        assertThat(last()).isInstanceOf(wanted);
    }

    /** What was told at last. */
    TurnClientEvent last() {
        return program.events().getLast();
    }

    void send(TransportAddress peer, String text) {
        sendBytes(peer, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(TransportAddress peer, byte[] bytes) {
        program.act((now, client) ->
                assertThat(client.send(now, peer, bytes, 0, bytes.length)).isTrue());
    }

    /** Gives the allocation back and waits for it. */
    void close() {
        program.act((now, client) -> client.close(now));
        internet.runUntil(
                () -> last() instanceof TurnClientEvent.Ended, internet.now() + PATIENCE_NANOS);
        assertThat(last())
                .isEqualTo(new TurnClientEvent.Ended(TurnClientEvent.Ended.Reason.CLOSED));
    }

    /** Lets seconds pass. */
    void pass(double seconds) {
        internet.runUntil(internet.now() + (long) (seconds * SECOND));
    }
}
