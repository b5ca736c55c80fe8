package dev.parley.internet;

import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.nat.Ledger;

/**
 * Puts changes of a gateway's tables among the events. When another box takes the gateway's place,
 * the numbers of its rows go on after those of the one before: none is used twice.
 */
final class Book implements Ledger {
    private final Internet internet;
    private final String site;
    private int volume = 1;
    private int before; // the highest number of earlier volumes
    private int highest;

    Book(Internet internet, String site) {
        this.internet = internet;
        this.site = site;
    }

    /** A new box begins to count its rows from 1. */
    void nextVolume() {
        volume++;
        before = highest;
    }

    int volume() {
        return volume;
    }

    /** The number among the events of what the box calls {@code row}; 0 is none. */
    int number(int row) {
        return row == 0 ? 0 : before + row;
    }

    @Override
    public boolean open() {
        return internet.isObserved();
    }

    @Override
    public void added(long now, TableRow row, long packet) {
        highest = Math.max(highest, number(row.id()));
        TableRow told =
                before == 0
                        ? row
                        : new TableRow(
                                number(row.id()),
                                row.kind(),
                                row.protocol(),
                                row.inside(),
                                row.outside(),
                                row.remote(),
                                row.expiresAt());
        internet.tell(new NetworkEvent.RowAdded(now, site, told, packet));
    }

    @Override
    public void refreshed(long now, int row, long expiresAt, long packet) {
        internet.tell(new NetworkEvent.RowRefreshed(now, site, number(row), expiresAt, packet));
    }

    @Override
    public void removed(long now, int row, RemovalReason reason) {
        internet.tell(new NetworkEvent.RowRemoved(now, site, number(row), reason));
    }
}
