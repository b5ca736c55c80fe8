package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Program;
import dev.parley.internet.Sockets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two people learn their outside addresses; one offers them through the server, the other one
 * answers, and both punch.
 */
final class PunchingHoles {
    private static final String TOPIC = "candidates";
    private static final int PORT = 50_000;

    private final Stage stage;
    private final Side a;
    private final Side b;

    PunchingHoles(Stage stage, Traffic.PunchHoles punch) {
        this.stage = stage;
        a = new Side(punch.from(), punch.to(), true);
        b = new Side(punch.to(), punch.from(), false);
    }

    void begin() {
        a.begin();
        b.begin();
    }

    /** One of the two. */
    private final class Side {
        private final String name;
        private final String other;
        private final Host host;
        private final List<TransportAddress> candidates = new ArrayList<>();
        private final Program<PunchEvent, HolePuncher> puncher;
        private final boolean offers; // else it answers
        private boolean gathered;
        private boolean asked; // the offer has come
        private boolean talking;

        Side(String name, String other, boolean offers) {
            this.name = name;
            this.other = other;
            this.offers = offers;
            host = stage.host(name);
            puncher = host.run(this::puncher);
            puncher.onEvent(this::take);
        }

        private HolePuncher puncher(Sockets sockets) {
            int socket = sockets.open(PORT);
            candidates.add(sockets.local(socket));
            return new HolePuncher(
                    sockets.paths(), socket, stage.internet().random(name + " punches"), name);
        }

        void begin() {
            stage.signaling().join(name, TOPIC, this::told);
            stage.say(name, "Which address does the STUN server see?");
            puncher.act((now, core) -> core.gather(now, stage.serverFor(host, Services.STUN_PORT)));
        }

        private void take(PunchEvent event) {
            switch (event) {
                case PunchEvent.Reflexive(TransportAddress address) -> {
                    if (!candidates.contains(address)) {
                        candidates.add(address);
                    }
                    gathered("Outside I am " + address);
                }
                case PunchEvent.NoStun() -> gathered("The STUN server does not answer");
                case PunchEvent.Heard(TransportAddress remote) ->
                        stage.say(name, "A packet from " + remote + ": it found a way in");
                case PunchEvent.Works(TransportAddress remote) -> works(remote);
                case PunchEvent.Failed() ->
                        stage.say(name, "No address of " + other + " answers: a relay is needed");
                case PunchEvent.Received(TransportAddress _, String text) ->
                        stage.say(name, other + " says: " + text);
            }
        }

        private void gathered(String words) {
            gathered = true;
            stage.say(name, words);
            if (offers || asked) {
                tell();
            }
        }

        /** An offer, or the answer to one: password and addresses. */
        private void tell() {
            stage.say(
                    name,
                    "Through the server I "
                            + (offers ? "offer " : "answer ")
                            + other
                            + " my addresses");
            List<String> all = candidates.stream().map(TransportAddress::toString).toList();
            stage.signaling()
                    .say(
                            name,
                            other,
                            TOPIC,
                            puncher.core().password() + " " + String.join(" ", all));
        }

        private void told(String text) {
            int space = text.indexOf(' ');
            String password = text.substring(0, space);
            String all = text.substring(space + 1);
            stage.say(name, other + " may be at " + all.replace(" ", " or ") + ": I try");
            asked = true;
            if (gathered && !offers) {
                tell();
            }
            puncher.act((now, core) -> {
                core.meet(now, other, password);
                for (String one : all.split(" ", -1)) {
                    TransportAddress remote = TransportAddress.parse(one);
                    if (remote.ip().v6() == host.address().v6()) {
                        core.check(now, remote);
                    }
                }
            });
        }

        private void works(TransportAddress remote) {
            stage.say(name, "The way to " + other + " is open: " + remote);
            if (!talking) {
                talking = true;
                puncher.act((now, core) -> core.send(remote, "Hello " + other));
            }
        }
    }
}
