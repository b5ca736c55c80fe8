package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;

/**
 * A Binding request to be.
 *
 * @param to where it goes
 * @param change the flags of CHANGE-REQUEST; -1 for none
 * @param responsePort the value of RESPONSE-PORT; 0 for none
 * @param padding the length of PADDING; 0 for none
 */
record Question(TransportAddress to, int change, int responsePort, int padding) {
    static final int NO_CHANGE = -1;

    /** Whether the answer may come from elsewhere, or to another socket. */
    boolean asksForChange() {
        return change > ChangeRequest.NOTHING || responsePort != 0;
    }

    static Question plain(TransportAddress to) {
        return new Question(to, NO_CHANGE, 0, 0);
    }

    static Question changing(TransportAddress to, int flags) {
        return new Question(to, flags, 0, 0);
    }

    static Question answeredTo(TransportAddress to, int port) {
        return new Question(to, NO_CHANGE, port, 0);
    }

    static Question padded(TransportAddress to, int length) {
        return new Question(to, NO_CHANGE, 0, length);
    }
}
