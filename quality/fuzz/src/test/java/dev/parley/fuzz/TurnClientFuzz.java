package dev.parley.fuzz;

import dev.parley.core.Transport;

/**
 * Datagrams for a TURN client, from somebody who knows nothing, from one who saw its requests, and
 * from its server.
 */
class TurnClientFuzz extends FuzzTarget {

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
        TurnClientMachine beginning = new TurnClientMachine(Transport.UDP);
        beginning.feed(input);
        check(beginning.ends == 0, "what answers nothing ends nothing");
        beginning.challenge();
        beginning.feed(beginning.answering(input));
        beginning.feed(beginning.sealed(input));
        beginning.end();

        TurnClientMachine standing = new TurnClientMachine(Transport.UDP).allocate();
        standing.feed(input);
        check(standing.ends == 0, "who saw nothing ends nothing");
        standing.askForEverything();
        standing.feed(standing.answering(input));
        check(standing.ends == 0, "what is not sealed ends nothing that stands");
        standing.feed(standing.sealed(input));
        standing.end();
    }
}
