package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of a NAT: which inside endpoint has which outside one (RFC 4787 section 4), and by its
 * {@link Filter} who may send to it. The inside is of either family, the outside is IPv4.
 */
final class Mappings {
    private static final long IPV4 = 0xFFFFFFFFL;

    private final boolean byRemoteAddress;
    private final boolean byRemotePort;
    private final boolean overloads;
    private final boolean insideV6;
    private final Lifetimes lifetimes;
    private final AddressPool pool;
    private final PortChooser chooser;
    private final Filter filter;
    private final Rows rows;
    private final TupleTable<Mapping> byInside = new TupleTable<>();
    private final TupleTable<Mapping> byOutside = new TupleTable<>();
    private DropReason refusal = DropReason.NO_MAPPING;
    private long owners;

    Mappings(
            NatBehaviour behaviour,
            List<IpAddress> outside,
            boolean insideV6,
            RandomSource random,
            RowNumbers numbers,
            Ledger ledger) {
        this.insideV6 = insideV6;
        overloads = behaviour.ports() == PortAssignment.OVERLOADING;
        // One endpoint has one port then, whatever the mapping depends on: so it shares the
        // mapping.
        byRemoteAddress = !overloads && behaviour.mapping() != Dependence.ENDPOINT_INDEPENDENT;
        byRemotePort = !overloads && behaviour.mapping() == Dependence.ADDRESS_AND_PORT_DEPENDENT;
        lifetimes = Lifetimes.of(behaviour.timeouts());
        rows = new Rows(numbers, ledger, behaviour.timeouts().maxMappings());
        pool = new AddressPool(outside, behaviour, random, rows);
        chooser = new PortChooser(behaviour.ports(), random);
        filter = new Filter(behaviour.filtering(), lifetimes, false, rows);
    }

    /** The filter of these mappings. */
    Filter filter() {
        return filter;
    }

    /** Whether that IPv4 address is one of those lent out. */
    boolean isOutside(long low) {
        return pool.contains(low);
    }

    /** Whether there is an address to lend out at all. */
    boolean isConnected() {
        return !pool.isEmpty();
    }

    /**
     * The mapping by which a packet from inside leaves: the one there is, or a new one. It is
     * refreshed, and the remote end may answer. The remote address is the lower 32 bits of the
     * packet's destination, which holds for IPv4 as well as within a prefix of 96 bits.
     *
     * @return null when it cannot leave: {@link #refusal} says why
     */
    @Nullable Mapping outbound(long now, Packet packet) {
        Protocol protocol = packet.protocol;
        long remoteLow = packet.dstLow & IPV4;
        int remotePort = protocol == Protocol.ICMP ? 0 : packet.dstPort;
        long keyLow = byRemoteAddress ? remoteLow : 0;
        int keyPort = byRemotePort ? remotePort : 0;
        long ports = TupleTable.ports(protocol, packet.srcPort, keyPort);
        Mapping mapping = byInside.get(packet.srcHigh, packet.srcLow, keyLow, ports, 0);
        if (mapping == null) {
            mapping = create(now, packet, keyLow, keyPort);
            if (mapping == null) {
                return null;
            }
            byInside.put(packet.srcHigh, packet.srcLow, keyLow, ports, 0, mapping);
        } else if (protocol != Protocol.TCP) {
            rows.touch(now, mapping, now + lifetimes.of(protocol), packet.id);
        }
        if (filter.sent(now, mapping, false, 0, remoteLow, remotePort, packet) == Filter.FULL) {
            refusal = DropReason.TABLE_FULL;
            return null;
        }
        return mapping;
    }

    /** Why {@link #outbound} gave nothing. */
    DropReason refusal() {
        return refusal;
    }

    /** The mapping that let a packet in which somebody inside now complains about, if any. */
    @Nullable Mapping about(Packet quoted) {
        return byInside.get(
                quoted.dstHigh,
                quoted.dstLow,
                byRemoteAddress ? quoted.srcLow & IPV4 : 0,
                TupleTable.ports(
                        quoted.protocol,
                        quoted.dstPort,
                        byRemotePort && quoted.protocol != Protocol.ICMP ? quoted.srcPort : 0),
                0);
    }

    /** By which mapping the packet left that somebody outside complains about, if any. */
    @Nullable Mapping sender(Packet quoted) {
        Mapping mapping = byOutside(quoted.protocol, quoted.srcLow, quoted.srcPort);
        return mapping != null && mapping.isTowards(quoted.dstLow, quoted.dstPort) ? mapping : null;
    }

    /** The mapping that has an outside endpoint, if there is one. */
    @Nullable Mapping byOutside(Protocol protocol, long low, int port) {
        return byOutside.get(low, TupleTable.ports(protocol, port, 0), 0, 0, 0);
    }

    /** A packet from outside used it. */
    void received(long now, Mapping mapping, Packet packet) {
        if (lifetimes.inboundRefreshes() && mapping.protocol != Protocol.TCP) {
            rows.touch(now, mapping, now + lifetimes.of(mapping.protocol), packet.id);
        }
    }

    long nextExpiry() {
        return rows.next();
    }

    void expire(long now) {
        for (Row row; (row = rows.pollExpired(now)) != null; ) {
            if (row instanceof Session session) {
                RemovalReason reason = Filter.reason(session);
                filter.end(now, session, reason);
                // A mapping of TCP stands as long as a connection needs it.
                if (session.owner instanceof Mapping mapping
                        && mapping.protocol == Protocol.TCP
                        && mapping.sessions == null) {
                    remove(now, mapping, reason);
                }
            } else if (row instanceof Mapping mapping) {
                remove(now, mapping, RemovalReason.EXPIRED);
            }
        }
    }

    void reboot(long now) {
        rows.clear(now, RemovalReason.REBOOT);
        byInside.clear();
        byOutside.clear();
        filter.clear();
        pool.clear();
        chooser.clear();
    }

    void changeAddress(long now, IpAddress from, IpAddress to) {
        OutsideAddress address = from.v6() ? null : pool.find(from.low());
        if (address == null || to.v6()) {
            return;
        }
        for (int place = 0; place < rows.places(); place++) {
            if (rows.at(place) instanceof Mapping mapping && mapping.address == address) {
                remove(now, mapping, RemovalReason.ADDRESS_CHANGED);
            }
        }
        pool.change(address, to);
    }

    // ---- new mappings

    private @Nullable Mapping create(long now, Packet packet, long keyLow, int keyPort) {
        Protocol protocol = packet.protocol;
        if (protocol == Protocol.TCP && !TcpState.isSyn(packet.tcpFlags)) {
            refusal = DropReason.NO_MAPPING; // of a connection that is not known
            return null;
        }
        if (rows.room() < 1 + filter.rowsFor(protocol) + pool.rowsForMachine()) {
            refusal = DropReason.TABLE_FULL;
            return null;
        }
        Mapping mapping =
                pool.remembers()
                        ? ofItsMachine(now, packet, keyLow, keyPort)
                        : anywhere(now, packet, keyLow, keyPort);
        if (mapping == null) {
            refusal = DropReason.PORTS_EXHAUSTED;
            return null;
        }
        long expiresAt = now + lifetimes.of(protocol);
        if (protocol == Protocol.TCP) {
            rows.addDependent(now, mapping, expiresAt, packet.id);
        } else {
            rows.add(now, mapping, expiresAt, packet.id);
        }
        return mapping;
    }

    private @Nullable Mapping ofItsMachine(long now, Packet packet, long keyLow, int keyPort) {
        for (int i = 0; i < pool.size(); i++) {
            Machine machine = pool.machine(now, insideV6, packet);
            if (machine == null) {
                return null;
            }
            Mapping mapping = at(now, packet, keyLow, keyPort, machine.outside, machine);
            if (mapping != null || machine.mappings > 0) {
                return mapping;
            }
            pool.leave(now, machine, RemovalReason.EXPIRED); // new here: try another address
        }
        return null;
    }

    private @Nullable Mapping anywhere(long now, Packet packet, long keyLow, int keyPort) {
        int first = pool.first();
        Mapping mapping = null;
        for (int i = 0; i < pool.size() && mapping == null; i++) {
            OutsideAddress address = pool.get((first + i) % pool.size());
            mapping = at(now, packet, keyLow, keyPort, address, null);
        }
        return mapping;
    }

    /** A mapping to a port of that address, not yet a row; null when none is free. */
    private @Nullable Mapping at(
            long now,
            Packet packet,
            long keyLow,
            int keyPort,
            OutsideAddress address,
            @Nullable Machine machine) {
        Protocol protocol = packet.protocol;
        int neighbour = neighbour(packet, keyLow, keyPort);
        int port = chooser.choose(address, machine, protocol, packet.srcPort, neighbour);
        if (overloads && address.ports(protocol).isTaken(port)) {
            Mapping holder = byOutside(protocol, address.low, port);
            if (holder != null) {
                remove(now, holder, RemovalReason.OVERLOADED);
            }
        }
        if (port == PortChooser.NONE) {
            return null;
        }
        address.ports(protocol).take(port);
        if (machine != null) {
            machine.mappings++;
        }
        Mapping mapping =
                new Mapping(
                        packet,
                        insideV6,
                        ++owners,
                        byRemoteAddress,
                        keyLow,
                        keyPort,
                        address,
                        port,
                        machine);
        byOutside.put(address.low, TupleTable.ports(protocol, port, 0), 0, 0, 0, mapping);
        return mapping;
    }

    /** Where the other port of an RTP and RTCP pair is mapped to. */
    private int neighbour(Packet packet, long keyLow, int keyPort) {
        Mapping beside =
                byInside.get(
                        packet.srcHigh,
                        packet.srcLow,
                        keyLow,
                        TupleTable.ports(
                                packet.protocol,
                                packet.srcPort ^ 1,
                                byRemotePort ? keyPort ^ 1 : 0),
                        0);
        return beside == null ? PortChooser.NONE : beside.outsidePort;
    }

    private void remove(long now, Mapping mapping, RemovalReason reason) {
        filter.endAll(now, mapping, reason);
        byInside.remove(
                mapping.insideHigh,
                mapping.insideLow,
                mapping.remoteLow,
                TupleTable.ports(mapping.protocol, mapping.insidePort, mapping.remotePort),
                0);
        byOutside.remove(
                mapping.address.low,
                TupleTable.ports(mapping.protocol, mapping.outsidePort, 0),
                0,
                0,
                0);
        mapping.address.ports(mapping.protocol).release(mapping.outsidePort);
        rows.remove(now, mapping, reason);
        Machine machine = mapping.machine;
        if (machine != null && --machine.mappings == 0) {
            pool.leave(now, machine, reason);
        }
    }
}
