package dev.parley.internet.nat;

import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import org.jspecify.annotations.Nullable;

/** Makes what a topology describes. */
public final class Middleboxes {
    private Middleboxes() {}

    /**
     * The box of a gateway: its firewall, and outside of it its translator. All their rows are
     * numbered together.
     */
    public static Middlebox of(Gateway gateway, RandomSource random, Ledger ledger) {
        RowNumbers numbers = new RowNumbers();
        Nat nat = gateway.nat();
        return switch (nat) {
            case Nat.None _ -> {
                Middlebox firewall = firewall(gateway, numbers, ledger);
                yield firewall == null
                        ? new Routed()
                        : new FragmentTracker(
                                firewall, Fragments.OUT_OF_ORDER, Fragments.OUT_OF_ORDER);
            }
            case Nat.Rfc4787(NatBehaviour behaviour) ->
                    new FragmentTracker(
                            behind(
                                    firewall(gateway, numbers, ledger),
                                    new Translator(
                                            behaviour, gateway.outside(), random, numbers, ledger)),
                            behaviour.fragments(),
                            Fragments.OUT_OF_ORDER);
            case Nat.LinuxMasquerade masquerade ->
                    new FragmentTracker(
                            behind(
                                    firewall(gateway, numbers, ledger),
                                    new Masquerade(
                                            masquerade,
                                            gateway.outside(),
                                            random,
                                            numbers,
                                            ledger)),
                            Fragments.OUT_OF_ORDER,
                            Fragments.OUT_OF_ORDER);
            case Nat.Nat64(IpPrefix prefix, NatBehaviour behaviour) ->
                    new FragmentTracker(
                            behind(
                                    firewall(gateway, numbers, ledger),
                                    new Nat64Translator(
                                            prefix,
                                            behaviour,
                                            gateway.outside(),
                                            random,
                                            numbers,
                                            ledger)),
                            behaviour.fragments(),
                            behaviour.fragments());
        };
    }

    /** Null when the firewall does nothing. */
    private static @Nullable Middlebox firewall(
            Gateway gateway, RowNumbers numbers, Ledger ledger) {
        return FirewallBox.isOpen(gateway.firewall())
                ? null
                : new FirewallBox(gateway.firewall(), numbers, ledger);
    }

    private static Middlebox behind(@Nullable Middlebox firewall, Middlebox translator) {
        return firewall == null ? translator : new Chain(firewall, translator);
    }
}
