package dev.parley.fuzz;

import dev.parley.core.Transport;
import java.util.Arrays;

/**
 * A TURN client whose relay reaches peers by TCP (RFC 6062): answers to Connect on its connection
 * with the server, and a connection that is to become a peer's, however its bytes are cut.
 */
class TurnClientTcpRelayFuzz extends FuzzTarget {
    private static final int PIECE = 7;

    @Override
    String corpus() {
        return "stun";
    }

    @Override
    int share() {
        return 2;
    }

    @Override
    int depth() {
        return 3;
    }

    @Override
    void run(byte[] input) {
        TurnClientMachine asking = new TurnClientMachine(Transport.TCP, true).connect();
        asking.feed(asking.sealed(input));
        asking.feed(input);
        asking.end();

        TurnClientMachine forged = machine();
        forged.feedData(forged.answering(input), Math.max(1, input.length));
        check(forged.bound == 0, "who does not know the password binds nothing");
        forged.end();

        TurnClientMachine whole = machine();
        byte[] bytes = followed(whole.sealed(input), input);
        whole.feedData(bytes, Math.max(1, bytes.length));
        TurnClientMachine cut = machine();
        cut.feedData(bytes, PIECE);
        check(cut.bound == whole.bound, "it is bound in pieces, too");
        check(cut.dataClosed == whole.dataClosed, "garbage is garbage in pieces, too");
        check(
                Arrays.equals(cut.received.toByteArray(), whole.received.toByteArray()),
                "the peer's bytes do not depend on the cuts");
        check(
                whole.bound == 0 || Arrays.equals(whole.received.toByteArray(), input),
                "what follows the answer is the peer's, as it was sent");
        whole.end();
        cut.end();
    }

    private static TurnClientMachine machine() {
        return new TurnClientMachine(Transport.TCP, true).connect().bindConnection();
    }

    private static byte[] followed(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
