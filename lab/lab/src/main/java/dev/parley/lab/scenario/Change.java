package dev.parley.lab.scenario;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Nat;

/** Something that happens to a gateway while people go on. */
public sealed interface Change {
    /** When, in milliseconds. */
    int at();

    /** The site whose gateway it is. */
    String site();

    /** Power off and on: its table is empty. */
    record Reboot(int at, String site) implements Change {}

    /** Its provider gives it another address. */
    record NewAddress(int at, String site, IpAddress from, IpAddress to) implements Change {}

    /** Another box takes the gateway's place, with the same addresses. */
    record OtherNat(int at, String site, Nat nat) implements Change {}

    /**
     * A link behaves differently.
     *
     * @param site the site whose uplink, or the machine whose link it is
     */
    record OtherLink(int at, String site, LinkBehaviour link) implements Change {}
}
