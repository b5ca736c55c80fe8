package dev.parley.fuzz;

import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;

/** What a message says, without who says it. */
final class Unsealed {
    private Unsealed() {}

    /** Writes all attributes of a message but those that prove who sent it. */
    static void write(StunReader reader, byte[] message, StunWriter writer) {
        for (int i = 0; i < reader.attributeCount(); i++) {
            switch (reader.attributeType(i)) {
                case StunAttributeType.USERNAME,
                        StunAttributeType.REALM,
                        StunAttributeType.NONCE,
                        StunAttributeType.MESSAGE_INTEGRITY,
                        StunAttributeType.MESSAGE_INTEGRITY_SHA256,
                        StunAttributeType.FINGERPRINT -> {}
                default ->
                        writer.bytes(
                                reader.attributeType(i),
                                message,
                                reader.valueOffset(i),
                                reader.valueLength(i));
            }
        }
    }
}
