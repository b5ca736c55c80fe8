package dev.parley.signal;

/** Who can put a connection out. */
interface Doors {
    /** Forgets the connection and has it closed; its member, if any, is left as it is. */
    void close(long now, Connection connection, CloseCode code);
}
