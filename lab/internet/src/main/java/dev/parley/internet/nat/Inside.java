package dev.parley.internet.nat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * An inside endpoint that a firewall has seen. It is a row where that alone lets others send to it;
 * else it stands as long as it has sessions.
 */
final class Inside extends Owner {
    final boolean isRow;

    Inside(
            Protocol protocol,
            boolean v6,
            long high,
            long low,
            int port,
            long number,
            boolean isRow) {
        super(protocol, v6, high, low, port, number);
        this.isRow = isRow;
    }

    /** Whether it ends with its last session, and not by itself. */
    boolean endsWithSessions() {
        return !isRow || protocol == Protocol.TCP;
    }

    @Override
    @Nullable TransportAddress outside() {
        return null;
    }

    @Override
    TableRow image() {
        return new TableRow(
                id, TableRow.Kind.PERMISSION, protocol, inside(), null, null, expiresAt);
    }
}
