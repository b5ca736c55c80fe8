package dev.parley.netty;

import io.netty.handler.codec.CodecException;
import java.io.IOException;

/** Tells what a client or the network did wrong from what we did. */
final class Faults {
    private Faults() {}

    /** A reset, or bytes that a decoder of Netty refuses: not worth a line in the log. */
    static boolean isOfTheNetwork(Throwable cause) {
        return cause instanceof IOException || cause instanceof CodecException;
    }
}
