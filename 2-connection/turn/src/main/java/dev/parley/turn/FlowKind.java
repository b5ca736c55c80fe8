package dev.parley.turn;

/** What a {@link Flow} carries between client and peer. */
public enum FlowKind {
    /** ChannelData messages on the client's side, bare datagrams on the peer's. */
    CHANNEL
}
