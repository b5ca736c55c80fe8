package dev.parley.signal;

/** Gives each peer its ICE servers, with credentials of its own. */
public interface IceServerSource {

    /**
     * Called on the owner's thread; must not block.
     *
     * @param connection the connection that will get them, as in {@link SignalServer#connected}
     */
    IceServers issue(long now, long connection, String peer);
}
