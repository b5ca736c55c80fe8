package dev.parley.internet.nat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Linux's connection tracking for UDP and pings, as a list. */
final class LinuxModel {
    static final class Tracked {
        final Protocol protocol;
        final TransportAddress source;
        final TransportAddress destination;
        final @Nullable TransportAddress outside; // null: to the gateway itself
        private final long made;
        private boolean replied;
        private long until;

        Tracked(
                long now,
                Protocol protocol,
                TransportAddress source,
                TransportAddress destination,
                @Nullable TransportAddress outside) {
            this.protocol = protocol;
            this.source = source;
            this.destination = destination;
            this.outside = outside;
            made = now;
            used(now, true);
        }

        void used(long now, boolean original) {
            replied |= !original;
            boolean stream = protocol == Protocol.UDP && replied && now - made > 2 * Bed.SECOND;
            until = now + (stream ? 120 : 30) * Bed.SECOND;
        }
    }

    final List<Tracked> rows = new ArrayList<>();

    void expire(long now) {
        rows.removeIf(row -> row.until <= now);
    }

    /** The row whose first packet had these ends. */
    @Nullable Tracked original(
            Protocol protocol, TransportAddress source, TransportAddress destination) {
        return rows.stream()
                .filter(row ->
                        row.protocol == protocol
                                && row.source.equals(source)
                                && row.destination.equals(destination))
                .findFirst()
                .orElse(null);
    }

    /** The row that answers with these ends belong to. */
    @Nullable Tracked answered(
            Protocol protocol, TransportAddress remote, TransportAddress outside) {
        return rows.stream()
                .filter(row ->
                        row.protocol == protocol
                                && outside.equals(row.outside)
                                && (protocol == Protocol.ICMP
                                        ? row.destination.ip().equals(remote.ip())
                                        : row.destination.equals(remote)))
                .findFirst()
                .orElse(null);
    }

    /** Whether answers from there to that outside endpoint would be another row's. */
    boolean isTaken(Protocol protocol, TransportAddress remote, TransportAddress outside) {
        return answered(protocol, remote, outside) != null
                || (protocol == Protocol.UDP && original(protocol, remote, outside) != null);
    }

    /** The outside endpoint of the newest row of that source. */
    @Nullable TransportAddress newest(Protocol protocol, TransportAddress source) {
        TransportAddress newest = null;
        for (Tracked row : rows) {
            if (row.protocol == protocol && row.source.equals(source) && row.outside != null) {
                newest = row.outside;
            }
        }
        return newest;
    }
}
