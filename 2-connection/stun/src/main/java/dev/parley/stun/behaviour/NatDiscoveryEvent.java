package dev.parley.stun.behaviour;

/** What a {@link NatDiscovery} has to tell. */
public sealed interface NatDiscoveryEvent {

    /** What is known so far; the same or more than the time before. */
    NatReport report();

    /** Something was learned. */
    record Progress(NatReport report) implements NatDiscoveryEvent {}

    /** All that could be learned; once, and the last event. */
    record Finished(NatReport report) implements NatDiscoveryEvent {}
}
