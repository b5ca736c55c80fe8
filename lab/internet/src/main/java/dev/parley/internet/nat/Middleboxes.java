package dev.parley.internet.nat;

import dev.parley.core.RandomSource;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Fragments;

/** Makes what a topology describes. */
public final class Middleboxes {
    private Middleboxes() {}

    /** The box of a gateway. */
    public static Middlebox of(Gateway gateway, RandomSource random, Ledger ledger) {
        return switch (gateway.nat()) {
            case Nat.None _ -> new Routed();
            case Nat.Rfc4787(NatBehaviour behaviour) ->
                    new FragmentTracker(
                            new Translator(
                                    behaviour, gateway.outside(), random, new RowNumbers(), ledger),
                            behaviour.fragments(),
                            Fragments.OUT_OF_ORDER);
            case Nat.LinuxMasquerade _, Nat.Nat64 _ ->
                    throw new UnsupportedOperationException("no translator for " + gateway.nat());
        };
    }
}
