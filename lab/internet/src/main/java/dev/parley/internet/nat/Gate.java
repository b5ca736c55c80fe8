package dev.parley.internet.nat;

import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;

/** Where a {@link Middlebox} hands packets to. Each packet goes through one door, once. */
public interface Gate {

    /**
     * On towards the outside.
     *
     * @param row the row of the table by which it passed; 0 for none
     */
    void outward(Packet packet, int row);

    /** On towards the inside. */
    void inward(Packet packet, int row);

    /**
     * No further.
     *
     * @param row the row that came nearest to letting it pass; 0 for none
     */
    void drop(Packet packet, DropReason reason, int row);
}
