package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What whoever starts a server should know of it. */
final class Notes {
    private Notes() {}

    static List<String> of(ParleyServer server, Configuration configuration) {
        List<String> notes = new ArrayList<>();
        boolean everybody = server.links().stream().anyMatch(l -> l.kind() == Link.Kind.PUBLIC);
        if (everybody && configuration.find(Settings.ROOM_SECRET).isEmpty()) {
            notes.add(
                    "This server has a public address and is open to everybody: --room-secret"
                            + " makes people give a passphrase.");
        }
        boolean others = server.links().stream().anyMatch(l -> l.kind() != Link.Kind.LOCAL);
        if (others && server.certificate().selfSigned()) {
            notes.add(
                    "The certificate is self-signed: a browser on another device warns once; go on"
                            + " there to use camera and microphone. TURN over TLS is not offered to"
                            + " pages with it. --tls-cert and --tls-key take a real one.");
        }
        notes.addAll(ofRelay(server.relay()));
        return notes;
    }

    /** Of the addresses that relayed traffic has. */
    static List<String> ofRelay(RelayPlan plan) {
        List<String> notes = new ArrayList<>();
        boolean several = plan.pairs().size() > 1;
        for (RelayPlan.Pair pair : plan.pairs()) {
            IpAddress relay = pair.external();
            if (relay.toInetAddress().isLoopbackAddress()) {
                notes.add(
                        "The relay address "
                                + relay
                                + " is this machine's own: relayed calls stay on it."
                                + " --relay-address takes another.");
            } else if (!relay.v6() && !Links.isPublic(relay)) {
                notes.add(
                        "The relay address "
                                + relay
                                + " is private: relayed calls work in this network only. "
                                + (several ? "--relay-address LOCAL/PUBLIC" : "--external-address")
                                + " names the public one of a 1:1 NAT.");
            }
        }
        return notes;
    }
}
