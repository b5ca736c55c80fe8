package dev.parley.internet.nat;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.TableRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ledger that keeps the table as it is told, and insists that it is told consistently. */
final class Book implements Ledger {
    final Map<Integer, TableRow> rows = new LinkedHashMap<>();
    final Map<Integer, Long> expiry = new LinkedHashMap<>();
    final List<RemovalReason> removals = new ArrayList<>();
    int refreshments;
    private int lastId;
    private boolean open = true;

    static Book closed() {
        Book book = new Book();
        book.open = false;
        return book;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public void added(long now, TableRow row, long packet) {
        require(row.id() > lastId, "not a new number: ", row);
        lastId = row.id();
        rows.put(row.id(), row);
        expiry.put(row.id(), row.expiresAt());
    }

    @Override
    public void refreshed(long now, int row, long expiresAt, long packet) {
        require(expiry.put(row, expiresAt) != null, "refreshed, and not there: ", row);
        refreshments++;
    }

    @Override
    public void removed(long now, int row, RemovalReason reason) {
        require(rows.remove(row) != null, "removed, and not there: ", row);
        expiry.remove(row);
        removals.add(reason);
    }

    private static void require(boolean truth, String words, Object what) {
        if (!truth) {
            throw new AssertionError(words + what);
        }
    }

    /** The row of that number, which must be there. */
    TableRow row(int id) {
        TableRow row = rows.get(id);
        if (row == null) {
            throw new AssertionError("no row " + id + " in " + rows);
        }
        return row;
    }

    List<TableRow> of(TableRow.Kind kind) {
        return rows.values().stream().filter(row -> row.kind() == kind).toList();
    }
}
