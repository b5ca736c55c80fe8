package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;

/**
 * One mapping that was seen.
 *
 * @param local inside
 * @param remote the server's socket that was asked
 * @param mapped what that one saw
 */
public record MappingSample(
        TransportAddress local, TransportAddress remote, TransportAddress mapped) {}
