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
        IpAddress relay = plan.pairs().getFirst().external();
        if (relay.toInetAddress().isLoopbackAddress()) {
            return List.of(
                    "The relay address "
                            + relay
                            + " is this machine's own: relayed calls stay on it. --relay-address"
                            + " takes another.");
        }
        if (!Links.isPublic(relay)) {
            return List.of(
                    "The relay address "
                            + relay
                            + " is private: relayed calls work in this network only."
                            + " --external-address names the public one of a 1:1 NAT.");
        }
        return List.of();
    }
}
