package dev.parley.fuzz;

import dev.parley.core.Transport;

/**
 * Requests of a TCP client that has a relay by TCP (RFC 6062), sealed by either algorithm, and what
 * follows them on the same connection.
 */
class TurnTcpRelayFuzz extends FuzzTarget {

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
        for (boolean bySha256 : new boolean[] {false, true}) {
            TurnMachine machine = new TurnMachine(Transport.TCP);
            machine.bySha256 = bySha256;
            machine.allocateTcp();
            byte[] sealed = machine.sealed(input);
            machine.fromClient(sealed);
            machine.fromClient(sealed);
            check(machine.server.peerConnections() <= 3, "each request connects once");
            machine.fromClient(input);
            check(
                    machine.streamClosed
                            || machine.server.peerConnections() == machine.peerPaths.size(),
                    "each connection has its path");
            check(
                    !machine.streamClosed || machine.peerPaths.isEmpty(),
                    "connections end with the client's");
        }
    }
}
