package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection of a page: what it was told, and whom it takes to be in the room. */
final class TestPage {
    static final int OPEN = 0;
    static final int LOST = 1006;

    private final TestBed bed;
    final long connection;
    final List<ServerMessage> told = new ArrayList<>();
    final Map<String, PeerInfo> peers = new LinkedHashMap<>();
    ServerMessage.@Nullable Welcome welcome;
    int closed = OPEN;

    TestPage(TestBed bed, long connection) {
        this.bed = bed;
        this.connection = connection;
    }

    void join(String room, @Nullable String name) {
        say(new ClientMessage.Join(room, name, null, false, null));
    }

    void joinOrWait(String room, String name) {
        say(new ClientMessage.Join(room, name, null, true, null));
    }

    void joinWithSecret(String room, @Nullable String secret) {
        say(new ClientMessage.Join(room, "Ana", secret, false, null));
    }

    void resume(String room, SeatProof proof) {
        say(
                new ClientMessage.Join(
                        room, "Ana", null, false, new ClientMessage.Claim.Resume(proof)));
    }

    void replace(String room, SeatProof proof) {
        say(
                new ClientMessage.Join(
                        room, "Ana", null, false, new ClientMessage.Claim.Replace(proof)));
    }

    void offer(String to, String sdp) {
        say(new ClientMessage.Directed(to, new Signal.Offer(sdp)));
    }

    void say(ClientMessage message) {
        bed.say(this, message);
    }

    String id() {
        return welcome().peer();
    }

    SeatProof proof() {
        return new SeatProof(welcome().peer(), welcome().token());
    }

    ServerMessage.Welcome welcome() {
        assertThat(welcome).as("welcome, after %s", told).isNotNull();
        return Objects.requireNonNull(welcome);
    }

    /** A peer that this page knows of. */
    PeerInfo peer(String id) {
        PeerInfo info = peers.get(id);
        assertThat(info).as("peer %s, after %s", id, told).isNotNull();
        return Objects.requireNonNull(info);
    }

    /** The messages since the last call. */
    List<ServerMessage> news() {
        List<ServerMessage> news = List.copyOf(told);
        told.clear();
        return news;
    }

    <M extends ServerMessage> List<M> news(Class<M> kind) {
        return news().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The one error it was told since the last call. */
    ServerMessage.Refused refusal() {
        List<ServerMessage.Refused> errors = news(ServerMessage.Refused.class);
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    void take(ServerMessage message) {
        assertThat(closed).as("a closed connection is told %s", message).isEqualTo(OPEN);
        told.add(message);
        switch (message) {
            case ServerMessage.Welcome in -> {
                assertThat(welcome).as("one welcome").isNull();
                welcome = in;
                in.peers().forEach(info -> peers.put(info.peer(), info));
            }
            case ServerMessage.PeerJoined(var peer, var name, var polite, var resumed) ->
                    assertThat(peers.put(peer, new PeerInfo(peer, name, polite, true))).isNull();
            case ServerMessage.PeerAway(var peer) -> present(peer, false);
            case ServerMessage.PeerBack(var peer) -> present(peer, true);
            case ServerMessage.PeerLeft(var peer, var reason) ->
                    assertThat(peers.remove(peer)).isNotNull();
            case ServerMessage.Directed(var from, var signal) ->
                    assertThat(peers.get(from))
                            .as("a message from %s", from)
                            .isNotNull()
                            .matches(PeerInfo::present);
            default -> {}
        }
    }

    private void present(String peer, boolean present) {
        PeerInfo info = peer(peer);
        peers.put(peer, new PeerInfo(peer, info.name(), info.polite(), present));
    }
}
