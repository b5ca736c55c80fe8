package dev.parley.internet.nat;

import dev.parley.core.Deadlines;
import dev.parley.internet.TableRow;

/** A row of a table, as long as {@link Rows} keeps it. */
abstract class Row {
    /** Its number in the node; 0 while it is in no table. */
    int id;

    /** When it ends, unless it is used before. */
    long expiresAt;

    int slot;
    long due = Deadlines.NONE; // when Rows looks at it: never after expiresAt
    long toldAt; // when the ledger last heard of it

    /** What it says, for whoever looks. */
    abstract TableRow image();
}
