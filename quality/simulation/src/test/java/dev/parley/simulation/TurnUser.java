package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody with our TURN client on a simulated host. */
final class TurnUser {
    private static final long SECOND = 1_000_000_000L;

    /** Longer than any request and its repetitions. */
    private static final long PATIENCE_NANOS = 200 * SECOND;

    final Internet internet;
    final Program<TurnClientEvent, TurnClient> program;
    final List<String> received = new ArrayList<>();

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

    /** Begins to allocate over UDP. */
    static TurnUser overUdp(Host host, TransportAddress server) {
        return overUdp(
                host, server, TurnClientConfig.builder(TurnRelay.USER, TurnRelay.PASSWORD).build());
    }

    static TurnUser overUdp(Host host, TransportAddress server, TurnClientConfig config) {
        TurnUser user = new TurnUser(host, config);
        int socket =
                user.program
                        .sockets()
                        .open(new TransportAddress(host.address(server.ip().v6()), 0));
        int path = user.program.sockets().path(socket, server);
        user.program.act((now, client) -> client.allocate(now, path));
        return user;
    }

    /** Waits for what comes of the allocation. */
    TurnClientEvent outcome() {
        internet.runUntil(() -> !program.events().isEmpty(), internet.now() + PATIENCE_NANOS);
        assertThat(program.events()).isNotEmpty();
        return program.events().getFirst();
    }

    /** Waits for the allocation, which must succeed, and tells its address. */
    TransportAddress relayed() {
        TurnClientEvent outcome = outcome();
        assertThat(outcome).isInstanceOf(TurnClientEvent.Allocated.class);
        return ((TurnClientEvent.Allocated) outcome).relayed().getFirst();
    }

    /** Permits a peer, with a channel or without, and waits for it. */
    void permit(TransportAddress peer, boolean channel) {
        program.act((now, client) -> {
            if (channel) {
                client.bind(now, peer);
            } else {
                client.permit(now, peer.ip());
            }
        });
        internet.runUntil(
                () ->
                        last() instanceof TurnClientEvent.Permitted
                                || last() instanceof TurnClientEvent.Bound,
                internet.now() + PATIENCE_NANOS);
        assertThat(last())
                .isInstanceOf(
                        channel ? TurnClientEvent.Bound.class : TurnClientEvent.Permitted.class);
    }

    /** What was told at last. */
    TurnClientEvent last() {
        return program.events().getLast();
    }

    void send(TransportAddress peer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
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
