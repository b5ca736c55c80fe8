package dev.parley.internet.nat;

import dev.parley.core.RandomSource;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;

/** Makes what a topology describes. */
public final class Middleboxes {
    private Middleboxes() {}

    /** The box of a gateway. */
    public static Middlebox of(Gateway gateway, RandomSource random, Ledger ledger) {
        return switch (gateway.nat()) {
            case Nat.None _ -> new Routed();
            case Nat.Rfc4787 _, Nat.LinuxMasquerade _, Nat.Nat64 _ ->
                    throw new UnsupportedOperationException("no translator for " + gateway.nat());
        };
    }
}
