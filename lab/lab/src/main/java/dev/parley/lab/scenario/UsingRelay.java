package dev.parley.lab.scenario;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Program;
import dev.parley.internet.UdpSocket;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first one borrows an address of the server, tells the other one, who sends there; what comes
 * there reaches the first one, and the answer goes back the same way.
 */
final class UsingRelay {
    private static final String TOPIC = "relay";
    private static final String HELLO = "Hello through the relay";

    private final Stage stage;
    private final String name;
    private final String other;
    private final Host host;
    private final Program<TurnClientEvent, TurnClient> client;
    private @Nullable UdpSocket othersSocket;
    private @Nullable TransportAddress relayed;

    UsingRelay(Stage stage, Traffic.UseRelay relay) {
        this.stage = stage;
        name = relay.from();
        other = relay.to();
        host = stage.host(name);
        client =
                host.run(sockets ->
                        new TurnClient(
                                sockets.paths(),
                                stage.internet().random(name + " relays"),
                                RetransmissionPolicy.RFC_8489,
                                TurnClientConfig.builder(Services.USER, Services.PASSWORD).build(),
                                this::received));
        client.onEvent(this::take);
    }

    void begin() {
        stage.signaling().join(name, TOPIC, this::told);
        stage.signaling().join(other, TOPIC, this::othersTurn);
        stage.say(name, "I ask the server to lend me an address (TURN)");
        int socket = client.sockets().open(0);
        TransportAddress server = stage.serverFor(host, Services.STUN_PORT);
        client.act((now, core) -> core.allocate(now, client.sockets().path(socket, server)));
    }

    private void take(TurnClientEvent event) {
        switch (event) {
            case TurnClientEvent.Allocated allocated -> {
                TransportAddress relayed = allocated.relayed().getFirst();
                stage.say(name, "The server lends me " + relayed + ". I tell " + other);
                stage.signaling().say(name, other, TOPIC, relayed.toString());
            }
            case TurnClientEvent.AllocationFailed(var failure, int code) ->
                    stage.say(name, "There is no relay for me: " + failure + " " + code);
            case TurnClientEvent.Permitted(IpAddress peer) -> {
                stage.say(name, "Packets of " + peer + " may come to me through the relay");
                stage.signaling().say(name, other, TOPIC, "ready");
            }
            case TurnClientEvent.PermissionFailed(IpAddress peer, var failure, int code) ->
                    stage.say(name, "The relay refuses " + peer + ": " + failure + " " + code);
            case TurnClientEvent.Redirected _,
                    TurnClientEvent.StreamEvent _,
                    TurnClientEvent.MobilityEvent _,
                    TurnClientEvent.Bound _,
                    TurnClientEvent.BindFailed _,
                    TurnClientEvent.PeerUnreachable _,
                    TurnClientEvent.Expiring _,
                    TurnClientEvent.Ended _ -> {}
        }
    }

    /** The other one: asks STUN for its outside address, tells it, and sends when all is ready. */
    private void othersTurn(String text) {
        if (text.equals("ready")) {
            UdpSocket socket = othersSocket;
            TransportAddress to = relayed;
            if (socket != null && to != null) {
                stage.say(other, "I send to " + to + ", the server's address");
                socket.send(to, HELLO.getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        relayed = TransportAddress.parse(text);
        othersSocket =
                stage.host(other)
                        .open(
                                0,
                                (now, socket, packet) ->
                                        stage.say(
                                                other,
                                                "From the relay: "
                                                        + new String(
                                                                packet.payload,
                                                                0,
                                                                packet.length,
                                                                StandardCharsets.UTF_8)));
        stage.signaling().say(other, name, TOPIC, outsideAddress(other).toString());
    }

    /** Permissions are by address: the one that the outermost router of the other side has. */
    private IpAddress outsideAddress(String machine) {
        return stage.topology().sites().stream()
                .filter(site -> Stage.isInside(site, machine))
                .findFirst()
                .map(site -> site.gateway().outside().getFirst())
                .orElse(stage.host(machine).address());
    }

    private void told(String address) {
        client.act((now, core) -> core.permit(now, IpAddress.parse(address)));
    }

    private void received(
            long now, boolean v6, long high, long low, int port, byte[] buf, int off, int len) {
        TransportAddress peer = new TransportAddress(new IpAddress(v6, high, low), port);
        String text = new String(buf, off, len, StandardCharsets.UTF_8);
        stage.say(name, other + " says, from " + peer + " through the relay: " + text);
        byte[] answer = ("Hello " + other).getBytes(StandardCharsets.UTF_8);
        client.core().send(now, peer, answer, 0, answer.length);
    }
}
