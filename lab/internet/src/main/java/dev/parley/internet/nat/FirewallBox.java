package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A firewall that translates nothing: which protocols and ports may leave, and, where it filters by
 * state, what may come back (RFC 6092). What a NAT beside it translates it leaves to that one to
 * let in.
 *
 * <p>Of a TCP connection only the beginning is judged; whatever belongs to a connection that is
 * known passes, both ways.
 */
final class FirewallBox implements Middlebox {
    private static final int MAX_ROWS = 65_536;

    private final Firewall rules;
    private final @Nullable BitSet tcpPorts;
    private final boolean limitsTcp;
    private final boolean natOfIpv4;
    private final @Nullable IpPrefix nat64;
    private final Lifetimes lifetimes;
    private final Rows rows;
    private final Filter filter;
    private final Filter follower; // of connections that it lets in whoever opens them
    private final TupleTable<Inside> insides = new TupleTable<>();
    private long owners;

    /**
     * @param natOfIpv4 whether a NAT translates IPv4
     * @param nat64 the prefix whose addresses a NAT64 translates; null for none
     */
    FirewallBox(
            Firewall rules,
            boolean natOfIpv4,
            @Nullable IpPrefix nat64,
            RowNumbers numbers,
            Ledger ledger) {
        this.rules = rules;
        this.natOfIpv4 = natOfIpv4;
        this.nat64 = nat64;
        BitSet ports = null;
        if (rules.tcpPorts() != null) {
            ports = new BitSet(65_536);
            rules.tcpPorts().forEach(ports::set);
        }
        tcpPorts = ports;
        limitsTcp = rules.tcpPorts() != null || rules.proxy() != null;
        lifetimes = Lifetimes.of(rules);
        rows = new Rows(numbers, ledger, MAX_ROWS);
        Dependence inbound = rules.inbound();
        follower = new Filter(Dependence.ENDPOINT_INDEPENDENT, lifetimes, true, rows);
        filter = inbound == null ? follower : new Filter(inbound, lifetimes, true, rows);
    }

    /** Whether such a firewall does nothing. */
    static boolean isOpen(Firewall rules) {
        return rules.udp()
                && rules.tcpPorts() == null
                && rules.proxy() == null
                && rules.inbound() == null;
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (packet.quoted != null) {
            gate.outward(packet, 0);
            return;
        }
        if (packet.protocol == Protocol.UDP && !rules.udp()) {
            gate.drop(packet, DropReason.UDP_BLOCKED, 0);
            return;
        }
        boolean filtered = filters(packet.v6, packet.dstHigh, packet.dstLow) && asks(packet);
        boolean limited = limitsTcp && packet.protocol == Protocol.TCP;
        if (!filtered && !limited) {
            gate.outward(packet, 0);
            return;
        }
        int port = remotePort(packet, packet.dstPort);
        Inside inside =
                find(
                        packet.protocol,
                        packet.v6,
                        packet.srcHigh,
                        packet.srcLow,
                        packet.srcPort,
                        filtered);
        boolean known =
                inside != null
                        && limited
                        && inside.filter.isConnected(
                                inside, packet.v6, packet.dstHigh, packet.dstLow, port);
        DropReason refusal = limited && !known ? refusal(packet) : null;
        if (refusal != null) {
            gate.drop(packet, refusal, 0);
            return;
        }
        if (inside == null) {
            inside = create(now, packet, packet.srcHigh, packet.srcLow, packet.srcPort, filtered);
        } else if (inside.isRow && packet.protocol != Protocol.TCP) {
            rows.touch(now, inside, now + lifetimes.of(packet.protocol), packet.id);
        }
        int row =
                inside == null
                        ? Filter.FULL
                        : inside.filter.sent(
                                now,
                                inside,
                                packet.v6,
                                packet.dstHigh,
                                packet.dstLow,
                                port,
                                packet);
        if (row == Filter.FULL) {
            gate.drop(packet, DropReason.TABLE_FULL, 0);
        } else {
            gate.outward(packet, row);
        }
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        boolean filtered = filters(packet.v6, packet.srcHigh, packet.srcLow);
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromOutside(packet, quoted, filtered, gate);
            return;
        }
        if (packet.protocol == Protocol.UDP && !rules.udp()) {
            gate.drop(packet, DropReason.UDP_BLOCKED, 0);
            return;
        }
        boolean limited = limitsTcp && packet.protocol == Protocol.TCP;
        if (!filtered && !limited) {
            gate.inward(packet, 0);
            return;
        }
        Inside inside =
                find(
                        packet.protocol,
                        packet.v6,
                        packet.dstHigh,
                        packet.dstLow,
                        packet.dstPort,
                        filtered);
        if (inside == null && !filtered) {
            if (!TcpState.isSyn(packet.tcpFlags)) {
                gate.inward(packet, 0);
                return;
            }
            inside = create(now, packet, packet.dstHigh, packet.dstLow, packet.dstPort, false);
            if (inside == null) {
                gate.drop(packet, DropReason.TABLE_FULL, 0);
                return;
            }
        }
        if (inside == null || (packet.protocol == Protocol.ICMP && asks(packet))) {
            gate.drop(packet, DropReason.UNSOLICITED, 0);
            return;
        }
        int port = remotePort(packet, packet.srcPort);
        int row =
                inside.filter.received(
                        now, inside, packet.v6, packet.srcHigh, packet.srcLow, port, packet);
        if (row >= 0) {
            gate.inward(packet, row);
        } else {
            gate.drop(
                    packet,
                    row == Filter.FULL ? DropReason.TABLE_FULL : DropReason.UNSOLICITED,
                    inside.filter.nearest(inside, packet.srcHigh, packet.srcLow));
        }
    }

    /** Errors pass when they are about something that left: RFC 6092 REC-10, 18 and 36. */
    private void errorFromOutside(Packet error, Packet quoted, boolean filtered, Gate gate) {
        if (!filtered) {
            gate.inward(error, 0);
            return;
        }
        Inside inside =
                quoted.hasPorts()
                        ? find(
                                quoted.protocol,
                                quoted.v6,
                                quoted.srcHigh,
                                quoted.srcLow,
                                quoted.srcPort,
                                true)
                        : null;
        int port = remotePort(quoted, quoted.dstPort);
        if (inside != null
                && inside.filter.relates(inside, quoted.v6, quoted.dstHigh, quoted.dstLow, port)) {
            int row = inside.filter.nearest(inside, quoted.dstHigh, quoted.dstLow);
            gate.inward(error, row);
        } else {
            gate.drop(error, DropReason.ICMP_UNRELATED, 0);
        }
    }

    /** Whether state decides about what comes from that remote address. */
    private boolean filters(boolean v6, long high, long low) {
        if (rules.inbound() == null) {
            return false;
        }
        if (!v6) {
            return !natOfIpv4;
        }
        IpPrefix translated = nat64;
        return translated == null || !PrefixEmbedding.contains(translated, high, low);
    }

    /** Whether answers to it are to be expected: an answer to a ping asks nothing. */
    private static boolean asks(Packet packet) {
        return packet.protocol != Protocol.ICMP
                || packet.icmpType == (packet.v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4);
    }

    private @Nullable DropReason refusal(Packet packet) {
        IpAddress proxy = rules.proxy();
        if (proxy != null
                && (proxy.low() != packet.srcLow
                        || proxy.high() != packet.srcHigh
                        || proxy.v6() != packet.v6)) {
            return DropReason.PROXY_ONLY;
        }
        BitSet ports = tcpPorts;
        return ports != null && !ports.get(packet.dstPort) ? DropReason.TCP_PORT_BLOCKED : null;
    }

    private static int remotePort(Packet packet, int port) {
        return packet.protocol == Protocol.ICMP ? 0 : port;
    }

    // ---- the table

    private @Nullable Inside find(
            Protocol protocol, boolean v6, long high, long low, int port, boolean filtered) {
        return insides.get(high, low, word(protocol, v6, port, filtered), 0, 0);
    }

    private static long word(Protocol protocol, boolean v6, int port, boolean filtered) {
        return TupleTable.ports(protocol, port, (v6 ? 1 : 0) | (filtered ? 2 : 0));
    }

    private @Nullable Inside create(
            long now, Packet packet, long high, long low, int port, boolean filtered) {
        Filter by = filtered ? filter : follower;
        Protocol protocol = packet.protocol;
        boolean isRow = filtered && rules.inbound() == Dependence.ENDPOINT_INDEPENDENT;
        if (rows.room() < by.rowsFor(protocol) + (isRow ? 1 : 0)) {
            return null;
        }
        long word = word(protocol, packet.v6, port, filtered);
        Inside inside = new Inside(protocol, packet.v6, high, low, port, ++owners, by, isRow, word);
        insides.put(high, low, word, 0, 0, inside);
        if (isRow && protocol == Protocol.TCP) {
            rows.addDependent(now, inside, now + lifetimes.of(protocol), packet.id);
        } else if (isRow) {
            rows.add(now, inside, now + lifetimes.of(protocol), packet.id);
        }
        return inside;
    }

    private void forget(long now, Inside inside, RemovalReason reason) {
        insides.remove(inside.insideHigh, inside.insideLow, inside.word, 0, 0);
        inside.filter.endAll(now, inside, reason);
        if (inside.isRow) {
            rows.remove(now, inside, reason);
        }
    }

    @Override
    public void expire(long now, Gate gate) {
        if (now < rows.next()) {
            return;
        }
        for (Row row; (row = rows.pollExpired(now)) != null; ) {
            if (row instanceof Inside inside) {
                forget(now, inside, RemovalReason.EXPIRED);
            } else if (row instanceof Session session && session.owner instanceof Inside inside) {
                RemovalReason reason = Filter.reason(session);
                inside.filter.end(now, session, reason);
                if (inside.sessions == null && inside.endsWithSessions()) {
                    forget(now, inside, reason);
                }
            }
        }
    }

    @Override
    public long nextExpiry() {
        return rows.next();
    }

    @Override
    public void reboot(long now, Gate gate) {
        rows.clear(now, RemovalReason.REBOOT);
        insides.clear();
        filter.clear();
        follower.clear();
    }
}
