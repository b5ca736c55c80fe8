package dev.parley.turn;

import dev.parley.core.TransportAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts another configuration in the place of the one that a server runs by. */
final class Reconfiguration {
    /** What other parts have taken over when the server was made, or what the driver knows too. */
    private static final Map<String, Function<TurnServerConfig, @Nullable Object>> FIXED = fixed();

    private final ServerContext context;
    private final AllocationTable table;
    private final OwnAddresses own;
    private final TurnLedger ledger;
    private final Grants grants;
    private final Revocation revocation;
    private final Endings endings;

    Reconfiguration(
            ServerContext context,
            AllocationTable table,
            OwnAddresses own,
            TurnLedger ledger,
            Grants grants,
            Revocation revocation,
            Endings endings) {
        this.context = context;
        this.table = table;
        this.own = own;
        this.ledger = ledger;
        this.grants = grants;
        this.revocation = revocation;
        this.endings = endings;
    }

    private static Map<String, Function<TurnServerConfig, @Nullable Object>> fixed() {
        Map<String, Function<TurnServerConfig, @Nullable Object>> fixed = new LinkedHashMap<>();
        fixed.put("the realm", TurnServerConfig::realm);
        fixed.put("the relay addresses", TurnServerConfig::relayAddresses);
        fixed.put("the relay ports", TurnServerConfig::relayPorts);
        fixed.put("the protected endpoints", TurnServerConfig::protectedEndpoints);
        fixed.put("the peers that are reached at another address", TurnServerConfig::peerRewrites);
        fixed.put("the challenge limit", TurnServerConfig::challengeLimit);
        fixed.put("whether there are TCP relays", TurnServerConfig::tcpRelays);
        fixed.put("the lifetime of a nonce", config -> config.lifetimes().nonce());
        fixed.put("SOFTWARE", TurnServerConfig::software);
        fixed.put("the memory for datagrams", TurnServerConfig::queueBytes);
        return fixed;
    }

    void apply(long now, TurnServerConfig config) {
        FIXED.forEach((name, part) -> {
            if (!Objects.equals(part.apply(context.config), part.apply(config))) {
                throw new IllegalArgumentException(
                        name + " cannot change while a server runs: start another one");
            }
        });
        boolean sameUsers = context.config.credentials().equals(config.credentials());
        context.config = config;
        if (context.shard.number() == 0) { // another may come late, with what is over by then
            ledger.obey(config.quotas(), config.bandwidth());
        }
        own.obey(config.peerPolicy(), config.peerPorts());
        if (!sameUsers) {
            revocation.endUnknown(now);
        }
        for (Allocation allocation : table.all()) {
            for (Relay relay : allocation.relays()) {
                judgeAgain(relay);
                grants.obeyStrictly(now, relay);
            }
        }
    }

    private void judgeAgain(Relay relay) {
        for (PeerStream stream : List.copyOf(relay.allocation.peerStreams)) {
            if (stream.relay == relay && isDenied(stream)) {
                endings.end(stream);
            }
        }
        relay.allocation.channels.forEach(channel -> {
            if (channel.relay == relay && own.deniesPort(channel.peer)) {
                endings.end(channel);
            }
        });
        relay.permissions.forEach(permission -> {
            boolean same = own.isOpenByRule(permission.peer) == permission.openByRule;
            if (!same || !own.permits(permission.peer)) {
                endings.end(permission);
            }
        });
    }

    private boolean isDenied(PeerStream stream) {
        TransportAddress peer = stream.peer;
        return !own.permits(peer.ip()) || own.deniesPort(peer) || own.isClosed(peer);
    }
}
