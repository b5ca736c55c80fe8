package dev.parley.internet.topology;

import dev.parley.core.IpPrefix;

/**
 * How a gateway translates. IPv4 is translated by {@link Rfc4787} and {@link LinuxMasquerade}; IPv6
 * passes these untranslated (only the {@link Firewall} stands in its way), as it does {@link None}.
 */
public sealed interface Nat {

    /** Nothing is translated: the inside is routed. */
    record None() implements Nat {}

    /** A NAT in the words of RFC 4787, 5382 and 7857. */
    record Rfc4787(NatBehaviour behaviour) implements Nat {}

    /**
     * What Linux does (nftables {@code masquerade} over its connection tracking), which is none of
     * the kinds of RFC 4787: a row for each pair of endpoints, the port kept while no other row has
     * it towards the same remote end.
     *
     * @param fullyRandom a new random port for each row ({@code masquerade fully-random})
     * @param inputFilter whether the gateway drops packets to itself that belong to no row, as home
     *     routers do. Without it such a packet makes a row of its own, and the port that an inside
     *     machine then wants towards that remote end is taken: punching a hole fails or not by who
     *     sends first
     */
    record LinuxMasquerade(boolean fullyRandom, boolean inputFilter) implements Nat {}

    /**
     * IPv6 inside, IPv4 outside (RFC 6146), with DNS64 (RFC 6147) for those inside.
     *
     * @param prefix a /96 that stands for all IPv4 addresses, usually {@code 64:ff9b::/96}
     * @param behaviour of the IPv4 side; timeouts, filtering and the rest are as in a NAT
     */
    record Nat64(IpPrefix prefix, NatBehaviour behaviour) implements Nat {}
}
