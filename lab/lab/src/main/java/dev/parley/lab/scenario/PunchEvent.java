package dev.parley.lab.scenario;

import dev.parley.core.TransportAddress;

/** What a {@link HolePuncher} has to tell. */
public sealed interface PunchEvent {

    /** The STUN server sees us at this address. */
    record Reflexive(TransportAddress address) implements PunchEvent {}

    /** The STUN server did not answer. */
    record NoStun() implements PunchEvent {}

    /** Something came from there that we did not know of. */
    record Heard(TransportAddress remote) implements PunchEvent {}

    /** A question went there and its answer came from there: the hole is open both ways. */
    record Works(TransportAddress remote) implements PunchEvent {}

    /** None of the addresses answered. */
    record Failed() implements PunchEvent {}

    /** The other one sent a text. */
    record Received(TransportAddress remote, String text) implements PunchEvent {}
}
