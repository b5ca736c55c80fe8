package dev.parley.server.signaling;

import dev.parley.signal.ClientMessage;

/** What a text turned out to be. */
public sealed interface Decoded {

    record Ok(ClientMessage message) implements Decoded {}

    /**
     * No message.
     *
     * @param why for people; repeats nothing of what was sent
     */
    record Bad(String why) implements Decoded {}
}
