package dev.parley.internet.nat;

import dev.parley.core.Deadlines;
import dev.parley.internet.NetworkEvent.RemovalReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a box: their numbers, when they end, and how many there may be. It tells the ledger.
 *
 * <p>Using a row moves its end in the row alone; the heap of deadlines is asked again when the old
 * end comes.
 */
final class Rows {
    /** A row's refreshing is told once in this time. */
    private static final long TELL_NANOS = 1_000_000_000L;

    private final RowNumbers numbers;
    private final Ledger ledger;
    private final int cap;
    private final Deadlines deadlines = new Deadlines();
    private @Nullable Row[] rows = new @Nullable Row[16];
    private int[] free = new int[16];
    private int freeCount;

    Rows(RowNumbers numbers, Ledger ledger, int cap) {
        this.numbers = numbers;
        this.ledger = ledger;
        this.cap = cap;
        addFree(0, rows.length);
    }

    int size() {
        return rows.length - freeCount;
    }

    /** How many more there may be. */
    int room() {
        return cap - size();
    }

    boolean isWatched() {
        return ledger.open();
    }

    /** Adds a row that ends by itself. */
    void add(long now, Row row, long expiresAt, long packet) {
        row.due = expiresAt;
        insert(now, row, expiresAt, packet);
        deadlines.set(row.slot, expiresAt);
    }

    /** Adds a row that ends with others; {@code expiresAt} is only what is told. */
    void addDependent(long now, Row row, long expiresAt, long packet) {
        row.due = Deadlines.NONE;
        insert(now, row, expiresAt, packet);
    }

    private void insert(long now, Row row, long expiresAt, long packet) {
        if (freeCount == 0) {
            int length = rows.length;
            rows = Arrays.copyOf(rows, length * 2);
            free = Arrays.copyOf(free, length * 2);
            addFree(length, length * 2);
        }
        row.slot = free[--freeCount];
        row.id = numbers.next();
        row.expiresAt = expiresAt;
        row.toldAt = now;
        rows[row.slot] = row;
        if (ledger.open()) {
            ledger.added(now, row.image(), packet);
        }
    }

    /** Lets a row end at another time: it was used. */
    void touch(long now, Row row, long expiresAt, long packet) {
        row.expiresAt = expiresAt;
        if (expiresAt < row.due && row.due != Deadlines.NONE) {
            row.due = expiresAt;
            deadlines.set(row.slot, expiresAt);
        }
        if (ledger.open() && now - row.toldAt >= TELL_NANOS) {
            row.toldAt = now;
            ledger.refreshed(now, row.id, expiresAt, packet);
        }
    }

    /** The same for a change that is worth telling at once. */
    void change(long now, Row row, long expiresAt, long packet) {
        row.toldAt = now - TELL_NANOS;
        touch(now, row, expiresAt, packet);
    }

    void remove(long now, Row row, RemovalReason reason) {
        int id = row.id;
        deadlines.clear(row.slot);
        rows[row.slot] = null;
        free[freeCount++] = row.slot;
        row.id = 0;
        if (ledger.open()) {
            ledger.removed(now, id, reason);
        }
    }

    /** The next row whose time is over, or null; the caller removes it. */
    @Nullable Row pollExpired(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            Row row = rows[slot];
            if (row == null) {
                throw new IllegalStateException("a deadline without a row");
            }
            if (row.expiresAt <= now) {
                return row;
            }
            row.due = row.expiresAt;
            deadlines.set(slot, row.due);
        }
        return null;
    }

    /** When {@link #pollExpired} may have something, or {@link Deadlines#NONE}. */
    long next() {
        return deadlines.next();
    }

    /** Removes all of them. */
    void clear(long now, RemovalReason reason) {
        for (int slot = 0; slot < rows.length; slot++) {
            Row row = rows[slot];
            if (row != null) {
                remove(now, row, reason);
            }
        }
    }

    /** How many places for rows there are; {@link #at} says what is in one. */
    int places() {
        return rows.length;
    }

    @Nullable Row at(int place) {
        return rows[place];
    }

    private void addFree(int from, int to) {
        for (int slot = to - 1; slot >= from; slot--) {
            free[freeCount++] = slot;
        }
    }
}
