package dev.parley.turn;

import dev.parley.core.RandomSource;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.TransactionId;

/** Connectivity checks of ICE, as far as a relay looks at them. */
final class Checks {
    private static final RandomSource RANDOM = RandomSource.seeded(8445);

    private Checks() {}

    /** A check that {@code sender} sends to {@code receiver}; both are username fragments. */
    static byte[] check(String receiver, String sender) {
        return Message.request(
                RANDOM,
                StunMethod.BINDING,
                writer -> writer.text(StunAttributeType.USERNAME, receiver + ":" + sender));
    }

    static byte[] answer() {
        return Message.of(
                StunClass.SUCCESS,
                StunMethod.BINDING,
                TransactionId.random(RANDOM),
                writer -> writer);
    }
}
