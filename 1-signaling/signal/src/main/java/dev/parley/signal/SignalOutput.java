package dev.parley.signal;

/** What a driver shall do next. */
public sealed interface SignalOutput {
    /** The connection it is about, as in {@link SignalServer#connected}. */
    long connection();

    /** Send this; messages of one connection in the order they are polled. */
    record Send(long connection, ServerMessage message) implements SignalOutput {}

    /** Send what is queued, then close. The core has forgotten the connection. */
    record Close(long connection, CloseCode code) implements SignalOutput {}
}
