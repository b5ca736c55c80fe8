package dev.parley.stun.behaviour;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One NAT as a table: what RFC 4787 says of it, and nothing else. */
final class ScriptedNat {
    static final IpAddress OUTSIDE = IpAddress.parse("198.51.100.7");
    private static final int FIRST_PORT = 40_000;

    /** How a new outside port is found. */
    enum Ports {
        PRESERVED,
        SEQUENTIAL,
        RANDOM,
        PARITY
    }

    Dependence mapping = Dependence.ENDPOINT_INDEPENDENT;
    Dependence filtering = Dependence.ENDPOINT_INDEPENDENT;
    Ports ports = Ports.PRESERVED;
    Hairpinning hairpinning = Hairpinning.NO;
    long lifetimeNanos = Long.MAX_VALUE;

    /** As Linux does without an input filter: who was not let in keeps the port towards himself. */
    boolean strangersTakePorts;

    private final RandomSource random = RandomSource.seeded(7);
    private final Map<String, Row> byInside = new LinkedHashMap<>();
    private final Map<Integer, Row> byOutside = new HashMap<>();
    private final Set<String> taken = new HashSet<>(); // "port remote"
    private int nextPort = FIRST_PORT;

    private static final class Row {
        final TransportAddress inside;
        final TransportAddress outside;
        final Set<TransportAddress> remotes = new HashSet<>();
        long used;

        Row(TransportAddress inside, TransportAddress outside) {
            this.inside = inside;
            this.outside = outside;
        }
    }

    /** The outside endpoint of a packet that leaves. */
    TransportAddress out(long now, TransportAddress inside, TransportAddress remote) {
        String key = inside + scope(mapping, remote);
        if (taken.contains(inside.port() + " " + remote)) {
            key = inside + " moved " + remote;
        }
        Row row = byInside.get(key);
        if (row == null || isOld(now, row)) {
            if (row != null) {
                byOutside.remove(row.outside.port());
            }
            row = new Row(inside, new TransportAddress(OUTSIDE, newPort(inside.port())));
            byInside.put(key, row);
            byOutside.put(row.outside.port(), row);
        }
        row.used = now;
        row.remotes.add(remote);
        return row.outside;
    }

    /** The inside endpoint for a packet that comes, or null when it is not let in. */
    @Nullable TransportAddress in(long now, TransportAddress remote, TransportAddress outside) {
        Row row = byOutside.get(outside.port());
        if (row == null || isOld(now, row)) {
            return null;
        }
        String wanted = scope(filtering, remote);
        if (row.remotes.stream().anyMatch(known -> scope(filtering, known).equals(wanted))) {
            row.used = now;
            return row.inside;
        }
        if (strangersTakePorts) {
            taken.add(outside.port() + " " + remote);
        }
        return null;
    }

    private boolean isOld(long now, Row row) {
        return now - row.used > lifetimeNanos;
    }

    private static String scope(Dependence dependence, TransportAddress remote) {
        return switch (dependence) {
            case ENDPOINT_INDEPENDENT -> "";
            case ADDRESS_DEPENDENT -> " " + remote.ip();
            case ADDRESS_AND_PORT_DEPENDENT -> " " + remote;
            default -> throw new IllegalArgumentException(dependence.toString());
        };
    }

    private int newPort(int wanted) {
        return switch (ports) {
            case PRESERVED -> byOutside.containsKey(wanted) ? nextPort++ : wanted;
            case SEQUENTIAL -> nextPort++;
            case PARITY -> {
                int port = 2 * (FIRST_PORT / 2 + random.nextInt(5000)) + (wanted & 1);
                yield byOutside.containsKey(port) ? newPort(wanted) : port;
            }
            case RANDOM -> {
                int port = FIRST_PORT + random.nextInt(20_000);
                yield byOutside.containsKey(port) ? newPort(wanted) : port;
            }
        };
    }
}
