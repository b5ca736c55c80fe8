package dev.parley.internet.nat;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.TableRow;

/**
 * Who is told of changes in a table. Build the arguments only while {@link #open} is true: most
 * simulations run without anybody looking.
 */
public interface Ledger {
    boolean open();

    /**
     * A row came into the table.
     *
     * @param packet the {@link dev.parley.internet.Packet#id} of the packet that caused it
     */
    void added(long now, TableRow row, long packet);

    /** A row was used; told once in a second of virtual time, and at each change of its state. */
    void refreshed(long now, int row, long expiresAt, long packet);

    void removed(long now, int row, RemovalReason reason);
}
