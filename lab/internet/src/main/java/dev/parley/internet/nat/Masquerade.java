package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.Nat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Linux does for {@code masquerade}: connection tracking, with a source chosen once for each
 * row. An inside endpoint keeps its port, or the one that its newest row has, as long as no other
 * row has the same answers; so it looks independent of the destination, until somebody outside was
 * first.
 *
 * <p>IPv6 passes as it is. What comes is whole, or a first fragment.
 */
final class Masquerade implements Middlebox {
    private static final int ATTEMPTS = 128;
    private static final int FEW_ATTEMPTS = 16;

    private final boolean fullyRandom;
    private final boolean inputFilter;
    private final RandomSource random;
    private final Connections connections;
    private final boolean routesV6;
    private final boolean connected;
    private long outside; // masquerade takes the first address of the interface

    Masquerade(
            Nat.LinuxMasquerade nat,
            List<IpAddress> outside,
            RandomSource random,
            RowNumbers numbers,
            Ledger ledger) {
        fullyRandom = nat.fullyRandom();
        inputFilter = nat.inputFilter();
        this.random = random;
        connections = new Connections(numbers, ledger);
        routesV6 = outside.stream().anyMatch(IpAddress::v6);
        connected = outside.stream().anyMatch(address -> !address.v6());
        this.outside =
                outside.stream()
                        .filter(address -> !address.v6())
                        .findFirst()
                        .map(IpAddress::low)
                        .orElse(0L);
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (packet.v6 || !connected) {
            if (packet.v6 && routesV6) {
                gate.outward(packet, 0);
            } else {
                gate.drop(packet, DropReason.FAMILY, 0);
            }
            return;
        }
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromInside(packet, quoted, gate);
            return;
        }
        if (packet.dstLow == outside) {
            gate.drop(packet, DropReason.NO_HAIRPIN, 0);
            return;
        }
        boolean answer = isEchoReply(packet);
        Connection connection = connections.find(packet, answer);
        if (connection == null) {
            DropReason refusal = refusal(packet, answer);
            connection = refusal == null ? connect(now, packet) : null;
            if (connection == null) {
                gate.drop(packet, refusal == null ? DropReason.PORTS_EXHAUSTED : refusal, 0);
                return;
            }
        } else if (!connection.isTranslated() || !connection.isOriginal(packet)) {
            gate.drop(packet, DropReason.NO_MAPPING, connection.id); // an outside source, inside
            return;
        } else {
            connections.used(now, connection, packet, true);
        }
        packet.source(false, 0, connection.outsideLow, connection.outsidePort);
        if (packet.protocol == Protocol.ICMP) {
            packet.dstPort = connection.outsidePort;
        }
        gate.outward(packet, connection.id);
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (packet.v6) {
            gate.inward(packet, 0);
            return;
        }
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromOutside(packet, quoted, gate);
            return;
        }
        Connection connection = connections.find(packet, isEchoReply(packet));
        if (connection == null) {
            toGateway(now, packet, gate);
        } else if (!connection.isTranslated()) {
            connections.used(now, connection, packet, true);
            gate.drop(packet, DropReason.GATEWAY_INPUT, connection.id);
        } else if (connection.isOriginal(packet)) {
            gate.drop(packet, DropReason.UNSOLICITED, connection.id); // an inside source, outside
        } else {
            connections.used(now, connection, packet, false);
            packet.destination(0, connection.sourceLow, connection.sourcePort);
            if (packet.protocol == Protocol.ICMP) {
                packet.srcPort = connection.sourcePort;
            }
            gate.inward(packet, connection.id);
        }
    }

    /**
     * A packet of no row. Where a filter drops it nothing remains of it; where none does, the
     * gateway takes it, has no program for it, and a row remains that may be in the way later.
     */
    private void toGateway(long now, Packet packet, Gate gate) {
        if (packet.dstLow != outside) {
            gate.drop(packet, DropReason.UNSOLICITED, 0);
            return;
        }
        boolean tracked =
                !inputFilter
                        && !connections.isFull()
                        && switch (packet.protocol) {
                            case UDP -> true;
                            case TCP -> LinuxTcp.begins(packet.tcpFlags);
                            case ICMP -> packet.icmpType == Icmp.ECHO_REQUEST_V4;
                        };
        int row = 0;
        if (tracked) {
            Connection connection = new Connection(packet);
            connections.add(now, connection, packet);
            row = connection.id;
        }
        gate.drop(packet, DropReason.GATEWAY_INPUT, row);
    }

    // ---- new rows

    private @Nullable DropReason refusal(Packet packet, boolean answer) {
        if (connections.isFull()) {
            return DropReason.TABLE_FULL;
        }
        return switch (packet.protocol) {
            case UDP -> null;
            case TCP -> LinuxTcp.begins(packet.tcpFlags) ? null : DropReason.NO_MAPPING;
            case ICMP ->
                    packet.icmpType == Icmp.ECHO_REQUEST_V4
                            ? null
                            : answer ? DropReason.NO_MAPPING : DropReason.ICMP_UNRELATED;
        };
    }

    private @Nullable Connection connect(long now, Packet packet) {
        Connection connection = new Connection(packet);
        int port = fullyRandom ? -1 : usual(connection);
        if (port < 0) {
            port = probed(connection);
        }
        if (port < 0) {
            return null;
        }
        connection.outsideLow = outside;
        connection.outsidePort = port;
        connections.add(now, connection, packet);
        return connection;
    }

    /** The port of the newest row of the same endpoint, else its own; -1 when both are taken. */
    private int usual(Connection connection) {
        Connection newest = connections.newestOf(connection);
        if (newest != null && !connections.isTaken(connection, outside, newest.outsidePort)) {
            return newest.outsidePort;
        }
        return connections.isTaken(connection, outside, connection.sourcePort)
                ? -1
                : connection.sourcePort;
    }

    /** A free port from a random place on; after some steps from another one, fewer each time. */
    private int probed(Connection connection) {
        int from = 1024;
        int until = 65_536;
        if (connection.protocol == Protocol.ICMP) {
            from = 0;
        } else if (connection.sourcePort < 512) {
            from = 1;
            until = 512;
        } else if (connection.sourcePort < 1024) {
            from = 600;
            until = 1024;
        }
        for (int attempts = ATTEMPTS; attempts >= FEW_ATTEMPTS; attempts /= 2) {
            int start = random.nextInt(until - from);
            for (int i = 0; i < attempts; i++) {
                int port = from + (start + i) % (until - from);
                if (!connections.isTaken(connection, outside, port)) {
                    return port;
                }
            }
        }
        return -1;
    }

    private static boolean isEchoReply(Packet packet) {
        return packet.protocol == Protocol.ICMP && packet.icmpType == Icmp.ECHO_REPLY_V4;
    }

    // ---- ICMP errors about packets of a row

    private void errorFromOutside(Packet error, Packet quoted, Gate gate) {
        Connection connection = related(error, quoted);
        if (connection == null
                || !connection.isTranslated()
                || quoted.srcLow != connection.outsideLow) {
            IcmpErrors.drop(error, gate);
            return;
        }
        quoted.source(false, 0, connection.sourceLow, connection.sourcePort);
        if (quoted.protocol == Protocol.ICMP) {
            quoted.dstPort = connection.sourcePort;
        }
        error.destination(0, connection.sourceLow, 0);
        gate.inward(error, connection.id);
    }

    private void errorFromInside(Packet error, Packet quoted, Gate gate) {
        Connection connection = related(error, quoted);
        if (connection == null || !connection.isTranslated()) {
            if (error.srcLow == outside && quoted.dstLow == outside) {
                gate.outward(error, 0); // of the gateway itself, about what it did not translate
            } else {
                IcmpErrors.drop(error, gate);
            }
            return;
        }
        quoted.destination(0, connection.outsideLow, connection.outsidePort);
        if (quoted.protocol == Protocol.ICMP) {
            quoted.srcPort = connection.outsidePort;
        }
        error.source(false, 0, connection.outsideLow, 0);
        gate.outward(error, connection.id);
    }

    /** The row whose packet is quoted, whichever way that one went. */
    private @Nullable Connection related(Packet error, Packet quoted) {
        return IcmpErrors.isSound(error, quoted)
                ? connections.findReverse(quoted, !isEchoReply(quoted))
                : null;
    }

    // ---- time

    @Override
    public void expire(long now, Gate gate) {
        if (now >= connections.nextExpiry()) {
            connections.expire(now);
        }
    }

    @Override
    public long nextExpiry() {
        return connections.nextExpiry();
    }

    @Override
    public void reboot(long now, Gate gate) {
        connections.reboot(now);
    }

    @Override
    public void changeAddress(long now, IpAddress from, IpAddress to) {
        if (!from.v6() && !to.v6() && from.low() == outside) {
            connections.removeAddress(now, outside);
            outside = to.low();
        }
    }
}
