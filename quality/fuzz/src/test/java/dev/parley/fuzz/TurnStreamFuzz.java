package dev.parley.fuzz;

import dev.parley.core.Transport;
import java.util.Arrays;

/** A TCP client of a TURN server: however its bytes are cut, they mean the same. */
class TurnStreamFuzz extends FuzzTarget {
    private static final int PIECE = 7;

    @Override
    String corpus() {
        return "turn-stream";
    }

    @Override
    int depth() {
        return 3;
    }

    @Override
    void run(byte[] input) {
        compare(input, PIECE, false);
        compare(input, 1, true);
    }

    private static void compare(byte[] input, int piece, boolean allocated) {
        TurnMachine whole = feed(input, Math.max(1, input.length), allocated);
        TurnMachine cut = feed(input, piece, allocated);
        check(cut.streamClosed == whole.streamClosed, "garbage is garbage in pieces too");
        check(
                Arrays.equals(cut.sent.toByteArray(), whole.sent.toByteArray()),
                "the answers do not depend on the cuts");
        check(allocated || whole.server.allocations() == 0, "strangers get nothing");
    }

    private static TurnMachine feed(byte[] input, int piece, boolean allocated) {
        TurnMachine machine = new TurnMachine(Transport.TCP);
        if (allocated) {
            machine.allocate();
        }
        for (int at = 0; at < input.length; at += piece) {
            machine.fromStream(input, at, Math.min(piece, input.length - at));
        }
        return machine;
    }
}
