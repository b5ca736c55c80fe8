package dev.parley.lab.scenario;

import dev.parley.core.IpAddress;

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
}
