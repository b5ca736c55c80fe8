package dev.parley.fuzz;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;

/**
 * Datagrams for a TURN server, from a stranger, from a client with an allocation, sealed with its
 * password, and from a peer.
 */
class TurnServerFuzz extends FuzzTarget {
    private static final TransportAddress STRANGER = TransportAddress.parse("203.0.113.9:9");
    private static final int LISTENING = 1;
    private static final int CHANNEL_HEADER_BYTES = 4;

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    int depth() {
        return 3;
    }

    @Override
    void run(byte[] input) {
        TurnMachine machine = new TurnMachine(Transport.UDP);
        machine.from(LISTENING, STRANGER, input);
        check(machine.sent.size() * 10 <= input.length * 22, "strangers get 2.2 times their bytes");
        check(machine.paths.size() == 0, "strangers leave nothing");
        check(machine.server.allocations() == 0, "strangers get nothing");
        machine.sent.reset();

        machine.allocate();
        machine.fromPeer(input);
        if (input.length > 0) {
            check(
                    machine.sent.size() == CHANNEL_HEADER_BYTES + input.length,
                    "a peer's bytes arrive, whatever they are");
        }
        machine.fromClient(input);
        check(machine.server.allocations() == 1, "what is not sealed ends nothing");
        machine.fromClient(machine.sealed(input));
        machine.fromClient(machine.sealed(input));
        check(machine.server.permissions() <= 64, "permissions are as many as addresses");
    }
}
