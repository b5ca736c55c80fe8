package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A firewall that translates nothing: which protocols and ports may leave, and, where it filters by
 * state, what may come back (RFC 6092). It sees packets with their inside addresses.
 *
 * <p>Of a TCP connection only the beginning is judged; whatever belongs to a connection that is
 * known passes, both ways. What comes is whole, or a first fragment.
 */
final class FirewallBox implements Middlebox {
    private final boolean udp;
    private final @Nullable BitSet tcpPorts;
    private final @Nullable IpAddress proxy;
    private final boolean limitsTcp;
    private final boolean filters; // by state
    private final Filter filter;
    private final Insides insides;

    FirewallBox(Firewall rules, RowNumbers numbers, Ledger ledger) {
        udp = rules.udp();
        tcpPorts = ports(rules);
        proxy = rules.proxy();
        limitsTcp = tcpPorts != null || proxy != null;
        Dependence inbound = rules.inbound();
        filters = inbound != null;
        Rows rows = new Rows(numbers, ledger, Insides.MAX_ROWS);
        Lifetimes lifetimes = Lifetimes.of(rules);
        // Without filtering, connections are only followed.
        Dependence dependence = inbound == null ? Dependence.ENDPOINT_INDEPENDENT : inbound;
        filter = new Filter(dependence, lifetimes, true, rows);
        insides = new Insides(inbound == Dependence.ENDPOINT_INDEPENDENT, lifetimes, rows, filter);
    }

    private static @Nullable BitSet ports(Firewall rules) {
        if (rules.tcpPorts() == null) {
            return null;
        }
        BitSet ports = new BitSet(65_536);
        rules.tcpPorts().forEach(ports::set);
        return ports;
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
        boolean limited = limitsTcp && packet.protocol == Protocol.TCP;
        if (packet.protocol == Protocol.UDP && !udp) {
            gate.drop(packet, DropReason.UDP_BLOCKED, 0);
        } else if (limited || (filters && asks(packet))) {
            byTable(now, packet, limited, gate);
        } else {
            gate.outward(packet, 0);
        }
    }

    private void byTable(long now, Packet packet, boolean limited, Gate gate) {
        int port = packet.protocol == Protocol.ICMP ? 0 : packet.dstPort;
        Inside inside = insides.source(packet);
        if (limited) {
            boolean known =
                    inside != null
                            && filter.isConnected(
                                    inside, packet.v6, packet.dstHigh, packet.dstLow, port);
            DropReason refusal = known ? null : refusal(packet);
            if (refusal != null) {
                gate.drop(packet, refusal, 0);
                return;
            }
        }
        if (inside == null) {
            inside = insides.addSource(now, packet);
        } else {
            insides.touch(now, inside, packet);
        }
        int row = Filter.FULL;
        if (inside != null) {
            row = filter.sent(now, inside, packet.v6, packet.dstHigh, packet.dstLow, port, packet);
        }
        if (row == Filter.FULL) {
            gate.drop(packet, DropReason.TABLE_FULL, 0);
        } else {
            gate.outward(packet, row);
        }
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        Packet quoted = packet.quoted;
        if (packet.protocol == Protocol.UDP && !udp) {
            gate.drop(packet, DropReason.UDP_BLOCKED, 0);
        } else if (filters && quoted != null) {
            errorFromOutside(packet, quoted, gate);
        } else if (filters) {
            Inside inside = insides.destination(packet);
            if (inside == null || (packet.protocol == Protocol.ICMP && asks(packet))) {
                gate.drop(packet, DropReason.UNSOLICITED, 0);
            } else {
                admit(now, packet, inside, gate);
            }
        } else if (limitsTcp && packet.protocol == Protocol.TCP) {
            follow(now, packet, gate);
        } else {
            gate.inward(packet, 0);
        }
    }

    private void admit(long now, Packet packet, Inside inside, Gate gate) {
        int port = packet.protocol == Protocol.ICMP ? 0 : packet.srcPort;
        int row =
                filter.received(
                        now, inside, packet.v6, packet.srcHigh, packet.srcLow, port, packet);
        if (row >= 0) {
            gate.inward(packet, row);
        } else {
            gate.drop(
                    packet,
                    row == Filter.FULL ? DropReason.TABLE_FULL : DropReason.UNSOLICITED,
                    filter.nearest(inside, packet.srcHigh, packet.srcLow));
        }
    }

    /** Connections from outside are let in, and noted so that their answers may leave. */
    private void follow(long now, Packet packet, Gate gate) {
        Inside inside = insides.destination(packet);
        if (inside != null) {
            admit(now, packet, inside, gate);
        } else if (!TcpState.isSyn(packet.tcpFlags)) {
            gate.inward(packet, 0);
        } else {
            inside = insides.addDestination(now, packet);
            if (inside == null) {
                gate.drop(packet, DropReason.TABLE_FULL, 0);
            } else {
                admit(now, packet, inside, gate);
            }
        }
    }

    /** Errors pass when they are about something that left: RFC 6092 REC-10, 18 and 36. */
    private void errorFromOutside(Packet error, Packet quoted, Gate gate) {
        Inside inside = IcmpErrors.isSound(error, quoted) ? insides.source(quoted) : null;
        int port = quoted.protocol == Protocol.ICMP ? 0 : quoted.dstPort;
        if (inside != null
                && filter.relates(inside, quoted.v6, quoted.dstHigh, quoted.dstLow, port)) {
            gate.inward(error, filter.nearest(inside, quoted.dstHigh, quoted.dstLow));
        } else {
            IcmpErrors.drop(error, gate);
        }
    }

    /** Whether something is to come back: an answer to a ping asks nothing, an error neither. */
    private static boolean asks(Packet packet) {
        return packet.protocol != Protocol.ICMP
                || packet.icmpType == (packet.v6 ? Icmp.ECHO_REQUEST_V6 : Icmp.ECHO_REQUEST_V4);
    }

    /** Why a connection may not be opened; null when it may. */
    private @Nullable DropReason refusal(Packet packet) {
        IpAddress only = proxy;
        if (only != null
                && (only.low() != packet.srcLow
                        || only.high() != packet.srcHigh
                        || only.v6() != packet.v6)) {
            return DropReason.PROXY_ONLY;
        }
        BitSet ports = tcpPorts;
        return ports != null && !ports.get(packet.dstPort) ? DropReason.TCP_PORT_BLOCKED : null;
    }

    // ---- time

    @Override
    public void expire(long now, Gate gate) {
        if (now >= insides.nextExpiry()) {
            insides.expire(now);
        }
    }

    @Override
    public long nextExpiry() {
        return insides.nextExpiry();
    }

    @Override
    public void reboot(long now, Gate gate) {
        insides.reboot(now);
    }
}
