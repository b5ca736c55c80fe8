package dev.parley.stun.behaviour;

/** Is told the time when a test has ended. */
@FunctionalInterface
interface DiscoveryStep {
    void at(long now);
}
