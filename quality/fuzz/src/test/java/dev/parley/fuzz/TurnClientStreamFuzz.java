package dev.parley.fuzz;

import dev.parley.core.Transport;
import java.util.Arrays;

/** A connection to a TURN server: however its bytes are cut, they mean the same. */
class TurnClientStreamFuzz extends FuzzTarget {
    private static final int PIECE = 7;

    @Override
    String corpus() {
        return "turn-stream";
    }

    @Override
    void run(byte[] input) {
        compare(input, PIECE, false);
        compare(input, 1, true);
    }

    private static void compare(byte[] input, int piece, boolean allocated) {
        TurnClientMachine whole = feed(input, Math.max(1, input.length), allocated);
        TurnClientMachine cut = feed(input, piece, allocated);
        check(cut.closed == whole.closed, "garbage is garbage in pieces too");
        check(
                Arrays.equals(cut.received.toByteArray(), whole.received.toByteArray()),
                "what peers sent does not depend on the cuts");
        check(allocated || whole.received.size() == 0, "without an allocation there is no data");
        check(cut.closed == (cut.ends == 1), "garbage ends it");
        whole.end();
        cut.end();
    }

    private static TurnClientMachine feed(byte[] input, int piece, boolean allocated) {
        TurnClientMachine machine = new TurnClientMachine(Transport.TCP);
        if (allocated) {
            machine.allocate();
        }
        for (int at = 0; at < input.length; at += piece) {
            machine.feed(input, at, Math.min(piece, input.length - at));
        }
        return machine;
    }
}
