package dev.parley.turn;

import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client and one peer that may exchange data: what a {@link RelayPlane} needs to move packets
 * without the core. Everything but the expiry and the counters is fixed for its life.
 *
 * <p>The core owns it. A plane may keep a reference, and one object of its own in {@link #attach},
 * from install to remove.
 */
public final class Flow {
    private final FlowKind kind;
    private final int clientPath;
    private final int clientSocket;
    private final TransportAddress client;
    private final int peerPath;
    private final int relaySocket;
    private final TransportAddress peer;
    private final int channelNumber;
    private final Budget budget;
    private final FlowCounters counters = new FlowCounters();
    private long expiresAtNanos;
    private @Nullable Object attachment;

    Flow(
            FlowKind kind,
            Paths paths,
            int clientPath,
            int peerPath,
            int channelNumber,
            Budget budget) {
        this.kind = kind;
        this.clientPath = clientPath;
        this.clientSocket = paths.socket(clientPath);
        this.client = paths.remote(clientPath);
        this.peerPath = peerPath;
        this.relaySocket = paths.socket(peerPath);
        this.peer = paths.remote(peerPath);
        this.channelNumber = channelNumber;
        this.budget = budget;
    }

    public FlowKind kind() {
        return kind;
    }

    /** The path from the listening socket to the client; its transport is UDP. */
    public int clientPath() {
        return clientPath;
    }

    /** The listening socket that the client speaks to. */
    public int clientSocket() {
        return clientSocket;
    }

    public TransportAddress client() {
        return client;
    }

    /** The path from the relay socket to the peer. */
    public int peerPath() {
        return peerPath;
    }

    /** The socket that peers see. It stays open for as long as the flow lives. */
    public int relaySocket() {
        return relaySocket;
    }

    public TransportAddress peer() {
        return peer;
    }

    /** The channel, 0x4000 to 0x7FFF. */
    public int channelNumber() {
        return channelNumber;
    }

    /**
     * What the user may relay: to be asked before datagrams are sent, as limits may come at any
     * time. What it refuses is dropped and told to {@link FlowCounters#overBandwidth}.
     */
    public Budget budget() {
        return budget;
    }

    /** When the first of channel, permission and allocation ends, in the time of the core. */
    public long expiresAtNanos() {
        return expiresAtNanos;
    }

    void expiresAtNanos(long at) {
        expiresAtNanos = at;
    }

    public FlowCounters counters() {
        return counters;
    }

    /** Leaves something of the plane's own with the flow, to find its state without a map. */
    public void attach(@Nullable Object of) {
        attachment = of;
    }

    public @Nullable Object attachment() {
        return attachment;
    }
}
