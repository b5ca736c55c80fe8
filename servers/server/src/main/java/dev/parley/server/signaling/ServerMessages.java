package dev.parley.server.signaling;

import dev.parley.signal.IceServer;
import dev.parley.signal.IceServers;
import dev.parley.signal.PeerInfo;
import dev.parley.signal.ServerMessage;
import dev.parley.signal.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of the server's messages. What is null is left out. */
final class ServerMessages {
    private static final int VERSION = 1;

    private ServerMessages() {}

    static ObjectNode toJson(ServerMessage message) {
        ObjectNode json = SignalCodec.JSON.createObjectNode();
        switch (message) {
            case ServerMessage.Welcome welcome -> welcome(json, welcome);
            case ServerMessage.Waiting(var room, int position, int capacity) ->
                    json.put("type", "waiting")
                            .put("room", room)
                            .put("position", position)
                            .put("capacity", capacity);
            case ServerMessage.PeerJoined(var peer, var name, boolean polite, boolean resumed) ->
                    json.put("type", "peer-joined")
                            .put("peer", peer)
                            .put("name", name)
                            .put("polite", polite)
                            .put("resumed", resumed);
            case ServerMessage.PeerAway(var peer) ->
                    json.put("type", "peer-away").put("peer", peer);
            case ServerMessage.PeerBack(var peer) ->
                    json.put("type", "peer-back").put("peer", peer);
            case ServerMessage.PeerLeft(var peer, var reason) ->
                    json.put("type", "peer-left").put("peer", peer).put("reason", reason.wire());
            case ServerMessage.Directed(var from, var signal) -> directed(json, from, signal);
            case ServerMessage.Ice(var ice) -> ice(json.put("type", "ice-servers"), ice);
            case ServerMessage.Pong(var n) -> {
                json.put("type", "pong");
                if (n != null) {
                    json.put("n", n);
                }
            }
            case ServerMessage.Closing(var reason) ->
                    json.put("type", "closing").put("reason", reason);
            case ServerMessage.Refused refused -> refused(json, refused);
        }
        return json;
    }

    private static void welcome(ObjectNode json, ServerMessage.Welcome welcome) {
        json.put("type", "welcome")
                .put("version", VERSION)
                .put("peer", welcome.peer())
                .put("token", welcome.token())
                .put("room", welcome.room())
                .put("name", welcome.name())
                .put("resumed", welcome.resumed())
                .put("capacity", welcome.capacity());
        ArrayNode peers = json.putArray("peers");
        for (PeerInfo info : welcome.peers()) {
            peers.addObject()
                    .put("peer", info.peer())
                    .put("name", info.name())
                    .put("polite", info.polite())
                    .put("present", info.present());
        }
        ice(json, welcome.ice());
        json.put("serverTime", welcome.serverTimeMillis())
                .put("graceSeconds", welcome.graceSeconds());
    }

    private static void ice(ObjectNode json, IceServers ice) {
        ArrayNode servers = json.putArray("iceServers");
        for (IceServer server : ice.servers()) {
            ObjectNode entry = servers.addObject();
            ArrayNode urls = entry.putArray("urls");
            server.urls().forEach(urls::add);
            putIfPresent(entry, "username", server.username());
            putIfPresent(entry, "credential", server.credential());
        }
        json.put("iceTtlSeconds", ice.ttlSeconds());
    }

    private static void directed(ObjectNode json, String from, Signal signal) {
        switch (signal) {
            case Signal.Offer(var sdp) ->
                    json.put("type", "offer").put("from", from).put("sdp", sdp);
            case Signal.Answer(var sdp) ->
                    json.put("type", "answer").put("from", from).put("sdp", sdp);
            case Signal.Candidate(var text, var mid, var line, var fragment) -> {
                ObjectNode candidate =
                        json.put("type", "candidate").put("from", from).putObject("candidate");
                candidate.put("candidate", text);
                putIfPresent(candidate, "sdpMid", mid);
                if (line != null) {
                    candidate.put("sdpMLineIndex", line);
                }
                putIfPresent(candidate, "usernameFragment", fragment);
            }
            case Signal.EndOfCandidates(var fragment) -> {
                json.put("type", "end-of-candidates").put("from", from);
                putIfPresent(json, "usernameFragment", fragment);
            }
        }
    }

    private static void refused(ObjectNode json, ServerMessage.Refused refused) {
        json.put("type", "error")
                .put("code", refused.code().wire())
                .put("message", refused.message())
                .put("fatal", refused.fatal());
        putIfPresent(json, "to", refused.to());
        if (refused.capacity() > 0) {
            json.put("capacity", refused.capacity());
        }
        if (refused.retryAfterMillis() > 0) {
            json.put("retryAfterMs", refused.retryAfterMillis());
        }
    }

    private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
