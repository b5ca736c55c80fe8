package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.StunClient;
import dev.parley.stun.StunEvent;

/** Asks the server "from which address do you see me?" and says what it answered. */
final class AskingStun {
    private final Stage stage;
    private final Traffic.AskStun ask;

    AskingStun(Stage stage, Traffic.AskStun ask) {
        this.stage = stage;
        this.ask = ask;
    }

    void begin() {
        Host host = stage.host(ask.from());
        TransportAddress server = stage.serverFor(host, Services.STUN_PORT);
        var client =
                host.run(sockets ->
                        new StunClient(
                                sockets.paths(),
                                stage.internet().random(ask.from() + " asks"),
                                RetransmissionPolicy.RFC_8489));
        int socket = client.sockets().open(ask.fromPort());
        TransportAddress own = client.sockets().local(socket);
        client.onEvent(event -> stage.say(ask.from(), words(own, event)));
        stage.say(ask.from(), "I am " + own + ". Which address does the server see?");
        client.act((now, core) -> core.request(now, client.sockets().path(socket, server), null));
    }

    private static String words(TransportAddress own, StunEvent event) {
        return switch (event) {
            case StunEvent.Mapped(int _, TransportAddress seen) ->
                    seen.equals(own)
                            ? "The server sees me as I am: " + seen
                            : "The server sees me as " + seen;
            case StunEvent.Failed _ -> "The STUN server does not answer";
            case StunEvent.Refused(int _, int code, String reason, var _) ->
                    "The STUN server refuses: " + code + " " + reason;
            case StunEvent.Redirected(int _, TransportAddress other, var _) ->
                    "The STUN server names another one: " + other;
        };
    }
}
