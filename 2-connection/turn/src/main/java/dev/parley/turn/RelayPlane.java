package dev.parley.turn;

/**
 * Something that moves the datagrams of established flows faster than the core can: on native
 * memory, in batches, or in the kernel. The core decides what may pass and is a complete relay by
 * itself; a plane is an accelerator that it tells about what it decided.
 *
 * <p>A plane belongs to the thread that owns the core, and is called only from inside calls of the
 * core. For a flow of kind {@link FlowKind#CHANNEL} that it took on, it does this to datagrams
 * before {@link TurnServer#receive} would see them:
 *
 * <pre>
 *   client -> peer   arrives on flow.clientSocket() from flow.client():
 *                    [channel u16][length u16][data]  channel == flow.channelNumber(), and
 *                    length &lt;= datagram - 4; send data, length bytes, from flow.relaySocket()
 *                    to flow.peer()
 *   peer -> client   arrives on flow.relaySocket() from flow.peer():
 *                    send [channel u16][length u16][data] from flow.clientSocket() to flow.client();
 *                    no padding
 * </pre>
 *
 * Everything else (STUN, other channels, other peers, a length that does not fit) goes to the core
 * as before. A packet that the plane moves is added to {@link Flow#counters}; so idle time,
 * counters and limits are true whichever way a packet took. Moving a packet never prolongs a flow:
 * only the client's requests do (RFC 8656 section 9 and 12), through {@link #extend}.
 */
public interface RelayPlane {
    /** Takes on nothing: every datagram goes through the core. */
    RelayPlane NONE = new NoPlane();

    /**
     * Offers a new flow. Both its paths are retained until {@link #remove}.
     *
     * @return whether the plane moves this flow from now on; a plane declines what it cannot do,
     *     and is then not told of the flow again
     */
    boolean install(Flow flow);

    /**
     * The flow now ends at {@code expiresAt} (the same as {@link Flow#expiresAtNanos}). For planes
     * that keep a time limit of their own; the core calls {@link #remove} in any case.
     */
    void extend(Flow flow, long expiresAt);

    /**
     * The flow ended, for whatever reason. Nothing of it may pass from here on. The plane adds what
     * it still counted to {@link Flow#counters} before it returns, and forgets the flow: its
     * sockets and paths may be reused at once.
     */
    void remove(Flow flow);

    /** Brings {@link Flow#counters} up to date. Nothing to do for a plane that adds as it goes. */
    void readCounters(Flow flow);
}
