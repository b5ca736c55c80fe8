package dev.parley.turn;

import dev.parley.core.AddressHash;
import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that our own relays have, bound or external, and what may be reached there. Two
 * relayed browsers need to reach each other's relays; nobody needs to reach our listening sockets
 * or another program of this machine.
 */
final class OwnAddresses {
    private static final IpPrefix LOOPBACK_V4 = IpPrefix.parse("127.0.0.0/8");
    private static final IpAddress LOOPBACK_V6 = IpAddress.parse("::1");

    private final List<RelayPorts> all;
    private PeerPolicy policy;
    private PeerPorts peerPorts;
    private final List<TransportAddress> guarded;

    OwnAddresses(TurnServerConfig config, Shard shard, AddressHash hash) {
        List<RelayPorts> each = new ArrayList<>();
        for (RelayAddress address : config.relayAddresses()) {
            each.add(new RelayPorts(address, each.size(), config.relayPorts(), shard, hash));
        }
        all = List.copyOf(each);
        policy = config.peerPolicy();
        peerPorts = config.peerPorts();
        guarded = config.protectedEndpoints();
    }

    /** From now on other peers may be relayed to. */
    void obey(PeerPolicy policy, PeerPorts peerPorts) {
        this.policy = policy;
        this.peerPorts = peerPorts;
    }

    /** The port that relays share whose socket that is, or null. */
    @Nullable SharedPort sharedBySocket(int socket) {
        for (RelayPorts ports : all) {
            SharedPort shared = ports.shared;
            if (shared != null && shared.socket == socket) {
                return shared;
            }
        }
        return null;
    }

    List<RelayPorts> all() {
        return all;
    }

    /** Whether that is an address of our relays. */
    boolean contains(IpAddress address) {
        return portsOf(address) != null;
    }

    /** The live UDP relay that a peer at that address and port is, or null. */
    @Nullable Relay relayAt(IpAddress address, int port) {
        return relayAt(address, port, false);
    }

    private @Nullable Relay relayAt(IpAddress address, int port, boolean tcp) {
        RelayPorts ports = portsOf(address);
        Relay relay = ports == null ? null : ports.at(port);
        return relay != null && relay.allocation.tcp == tcp ? relay : null;
    }

    /** The address of the live TCP relay at that port, in this shard or another; or null. */
    @Nullable RelayAddress tcpRelayAt(IpAddress address, int port) {
        RelayPorts ports = portsOf(address);
        if (ports == null) {
            return null;
        }
        boolean live = relayAt(address, port, true) != null || ports.shardAt(port, true) >= 0;
        return live ? ports.address : null;
    }

    /** Whether that is an address of our own, and neither a live TCP relay nor open by a rule. */
    boolean isClosed(TransportAddress peer) {
        return contains(peer.ip())
                && !isOpenByRule(peer.ip())
                && tcpRelayAt(peer.ip(), peer.port()) == null;
    }

    /** Whether a port of that address could be a relay's, now or later. */
    boolean mayBeRelay(IpAddress address, int port) {
        RelayPorts ports = portsOf(address);
        return ports != null && ports.covers(port);
    }

    /** Whether a permission for that address may be made at all. */
    boolean permits(IpAddress peer) {
        if (contains(peer)) {
            return !policy.denies(peer);
        }
        return policy.permits(peer) && !hides(peer);
    }

    /** Whether a transition mechanism would make an address of our own of it. */
    private boolean hides(IpAddress peer) {
        for (IpAddress face : EmbeddedAddresses.faces(peer)) {
            if (contains(face)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a rule opens the address for more than relays. */
    boolean isOpenByRule(IpAddress peer) {
        return policy.allowsByName(peer);
    }

    /**
     * Whether nothing may be relayed to or from the port of that peer. Our own relays are among the
     * relay ports, whatever those are.
     */
    boolean deniesPort(TransportAddress peer) {
        return deniesPort(peer.port()) && (!contains(peer.ip()) || isOpenByRule(peer.ip()));
    }

    /** The same for a peer that is none of our relays. */
    boolean deniesPort(int port) {
        return peerPorts.denies(port);
    }

    /** Whether that is a listening or admin socket of this machine, which no rule opens. */
    boolean isGuarded(IpAddress address, int port) {
        for (TransportAddress endpoint : guarded) {
            if (endpoint.port() == port
                    && (endpoint.ip().equals(address)
                            || (endpoint.ip().isUnspecified() && isThisMachine(address)))) {
                return true;
            }
        }
        return false;
    }

    /** The same for a peer by both of its addresses. */
    boolean isGuarded(Permission permission, int port) {
        return isGuarded(permission.peer, port)
                || (!permission.reached.equals(permission.peer)
                        && isGuarded(permission.reached, port));
    }

    private boolean isThisMachine(IpAddress address) {
        return contains(address) || LOOPBACK_V4.contains(address) || LOOPBACK_V6.equals(address);
    }

    /** The ports of an address of our relays, bound or external; null for any other. */
    @Nullable RelayPorts portsOf(IpAddress address) {
        for (RelayPorts ports : all) {
            if (ports.address.is(address)) {
                return ports;
            }
        }
        return null;
    }
}
