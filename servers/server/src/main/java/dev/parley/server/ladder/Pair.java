package dev.parley.server.ladder;

import dev.parley.core.IpAddress;

/** Two members. */
final class Pair {
    final IpAddress network;
    final long beganAtNanos;
    final Member first;
    final Member second;
    volatile long heardAtNanos;

    Pair(String firstToken, String secondToken, IpAddress network, LadderLimits limits, long now) {
        this.network = network;
        beganAtNanos = now;
        heardAtNanos = now;
        first = new Member(firstToken, this, limits, now);
        second = new Member(secondToken, this, limits, now);
    }

    Member other(Member member) {
        return member.token.equals(first.token) ? second : first;
    }
}
