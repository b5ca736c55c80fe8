package dev.parley.internet.nat;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Protocol;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A NAT as the definitions have it: lists of what was sent, searched from one end to the other. It
 * does not choose ports; it is told which one the NAT chose.
 */
final class NatModel {
    /**
     * A remote end as far as it matters: the address, or address and port; null when not at all.
     */
    record Key(String address, int port) {}

    /** Whom a mapping's endpoint has talked to, by UDP or ICMP. */
    private static final class Sent {
        final Mapped mapping;
        final Key to;
        long until;

        Sent(Mapped mapping, Key to, long until) {
            this.mapping = mapping;
            this.to = to;
            this.until = until;
        }
    }

    static final class Mapped {
        final Protocol protocol;
        final TransportAddress inside;
        final @Nullable Key towards;
        final TransportAddress outside;
        private long until;

        Mapped(
                Protocol protocol,
                TransportAddress inside,
                @Nullable Key towards,
                TransportAddress outside) {
            this.protocol = protocol;
            this.inside = inside;
            this.towards = towards;
            this.outside = outside;
        }
    }

    private static final class Connected {
        final Mapped mapping;
        final TransportAddress remote;
        boolean synInside;
        boolean synOutside;
        boolean finInside;
        boolean finOutside;
        boolean reset;
        long until;

        Connected(Mapped mapping, TransportAddress remote) {
            this.mapping = mapping;
            this.remote = remote;
        }
    }

    private static final long SECOND = 1_000_000_000L;

    private final NatBehaviour behaviour;
    final List<Mapped> mappings = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Connected> connections = new ArrayList<>();

    NatModel(NatBehaviour behaviour) {
        this.behaviour = behaviour;
    }

    static @Nullable Key key(Dependence dependence, Protocol protocol, TransportAddress remote) {
        int port = protocol == Protocol.ICMP ? 0 : remote.port();
        return switch (dependence) {
            case ENDPOINT_INDEPENDENT -> null;
            case ADDRESS_DEPENDENT -> new Key(remote.ip().toString(), 0);
            case ADDRESS_AND_PORT_DEPENDENT -> new Key(remote.ip().toString(), port);
        };
    }

    private Dependence mapping() {
        return behaviour.ports() == PortAssignment.OVERLOADING
                ? Dependence.ENDPOINT_INDEPENDENT
                : behaviour.mapping();
    }

    @Nullable Mapped find(Protocol protocol, TransportAddress inside, TransportAddress remote) {
        Key towards = key(mapping(), protocol, remote);
        for (Mapped one : mappings) {
            if (one.protocol == protocol
                    && one.inside.equals(inside)
                    && Objects.equals(one.towards, towards)) {
                return one;
            }
        }
        return null;
    }

    @Nullable Mapped byOutside(Protocol protocol, TransportAddress outside) {
        for (Mapped one : mappings) {
            if (one.protocol == protocol && one.outside.equals(outside)) {
                return one;
            }
        }
        return null;
    }

    boolean isTowards(Mapped mapping, TransportAddress remote) {
        return Objects.equals(mapping.towards, key(mapping(), mapping.protocol, remote));
    }

    Mapped add(
            Protocol protocol,
            TransportAddress inside,
            TransportAddress remote,
            TransportAddress outside) {
        Mapped fresh = new Mapped(protocol, inside, key(mapping(), protocol, remote), outside);
        mappings.add(fresh);
        return fresh;
    }

    /** Something left by that mapping. */
    void sent(long now, Mapped mapping, TransportAddress remote, int tcpFlags) {
        if (mapping.protocol == Protocol.TCP) {
            Connected connection = connection(mapping, remote);
            if (connection == null && opens(tcpFlags)) {
                connection = new Connected(mapping, remote);
                connections.add(connection);
            }
            if (connection != null) {
                follow(now, connection, true, tcpFlags);
            }
            return;
        }
        mapping.until = now + idle(mapping.protocol);
        Key to = key(behaviour.filtering(), mapping.protocol, remote);
        if (to == null) {
            return; // whom it sent to does not matter
        }
        for (Sent one : sent) {
            if (one.mapping == mapping && Objects.equals(one.to, to)) {
                one.until = mapping.until;
                return;
            }
        }
        sent.add(new Sent(mapping, to, mapping.until));
    }

    /** Whether something may come in by that mapping. */
    boolean permits(Mapped mapping, TransportAddress remote) {
        Key from = key(behaviour.filtering(), mapping.protocol, remote);
        if (from == null) {
            return true;
        }
        if (mapping.protocol != Protocol.TCP) {
            return sent.stream()
                    .anyMatch(one -> one.mapping == mapping && Objects.equals(one.to, from));
        }
        return connections.stream()
                .anyMatch(one ->
                        one.mapping == mapping
                                && Objects.equals(
                                        key(behaviour.filtering(), Protocol.TCP, one.remote),
                                        from));
    }

    /** Something came in by that mapping. */
    void received(long now, Mapped mapping, TransportAddress remote, int tcpFlags) {
        if (mapping.protocol == Protocol.TCP) {
            Connected connection = connection(mapping, remote);
            if (connection == null && opens(tcpFlags)) {
                connection = new Connected(mapping, remote);
                connections.add(connection);
            }
            if (connection != null) {
                follow(now, connection, false, tcpFlags);
            }
        } else if (behaviour.timeouts().inboundRefreshes()) {
            mapping.until = now + idle(mapping.protocol);
            Key from = key(behaviour.filtering(), mapping.protocol, remote);
            for (Sent one : sent) {
                if (one.mapping == mapping && Objects.equals(one.to, from)) {
                    one.until = mapping.until;
                }
            }
        }
    }

    void forget(Mapped mapping) {
        mappings.remove(mapping);
        sent.removeIf(one -> one.mapping == mapping);
        connections.removeIf(one -> one.mapping == mapping);
    }

    void clear() {
        mappings.clear();
        sent.clear();
        connections.clear();
    }

    void expire(long now) {
        sent.removeIf(one -> one.until <= now);
        connections.removeIf(one -> one.until <= now);
        for (Mapped one : List.copyOf(mappings)) {
            boolean over =
                    one.protocol == Protocol.TCP
                            ? connections.stream().noneMatch(other -> other.mapping == one)
                            : one.until <= now;
            if (over) {
                forget(one);
            }
        }
    }

    int permissions() {
        long ofTcp =
                behaviour.filtering() == Dependence.ADDRESS_DEPENDENT
                        ? connections.stream()
                                .map(one -> List.of(mappings.indexOf(one.mapping), one.remote.ip()))
                                .distinct()
                                .count()
                        : 0;
        return sent.size() + (int) ofTcp;
    }

    int connections() {
        return connections.size();
    }

    private @Nullable Connected connection(Mapped mapping, TransportAddress remote) {
        for (Connected one : connections) {
            if (one.mapping == mapping && one.remote.equals(remote)) {
                return one;
            }
        }
        return null;
    }

    private static boolean opens(int flags) {
        return (flags & TcpFlags.SYN) != 0 && (flags & TcpFlags.RST) == 0;
    }

    /** RFC 7857 section 2, in so many words. */
    private void follow(long now, Connected one, boolean fromInside, int flags) {
        long transitory = now + behaviour.timeouts().tcpTransitory() * SECOND;
        boolean closed = one.finInside && one.finOutside;
        boolean opened = one.synInside && one.synOutside;
        if ((flags & TcpFlags.RST) != 0) {
            if (opened && !closed && !one.reset) {
                one.reset = true;
                one.until = transitory;
            }
            return;
        }
        boolean syn = (flags & TcpFlags.SYN) != 0;
        if (closed && !syn) {
            return;
        }
        if (syn && (closed || one.reset)) {
            one.synInside = false;
            one.synOutside = false;
            one.finInside = false;
            one.finOutside = false;
        }
        one.reset = false;
        one.synInside |= syn && fromInside;
        one.synOutside |= syn && !fromInside;
        boolean fin = (flags & TcpFlags.FIN) != 0;
        one.finInside |= fin && fromInside;
        one.finOutside |= fin && !fromInside;
        if (one.finInside && one.finOutside) {
            one.until = transitory;
        } else if (one.synInside && one.synOutside) {
            one.until = now + behaviour.timeouts().tcpEstablished() * SECOND;
        } else if (syn) {
            one.until = transitory;
        }
    }

    private long idle(Protocol protocol) {
        return (protocol == Protocol.UDP ? behaviour.timeouts().udp() : behaviour.timeouts().icmp())
                * SECOND;
    }
}
