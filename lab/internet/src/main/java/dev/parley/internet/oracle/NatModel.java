package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A NAT by its definition: a list of what was sent through it. */
sealed interface NatModel {
    /** Ports from here on are symbols: nobody asked for one of that number. */
    int FIRST_SYMBOL = 1 << 20;

    /** The endpoint by which an inside one is known to a remote one. */
    Endpoint outbound(Endpoint inside, Endpoint remote);

    /** The inside endpoint that a remote one reaches by an outside one; null when none. */
    @Nullable Endpoint inbound(Endpoint remote, Endpoint outside);

    /** What the receiver of a hairpin sees as its source; null when there is no hairpin. */
    @Nullable Endpoint hairpinSource(Endpoint inside, Endpoint outside);

    /** IPv6 is never translated but by NAT64, which translates IPv6 alone. */
    boolean translates(IpAddress inside);

    static @Nullable NatModel of(Gateway gateway) {
        return switch (gateway.nat()) {
            case Nat.None _ -> null;
            case Nat.Rfc4787(NatBehaviour behaviour) -> new Described(gateway, behaviour, false);
            case Nat.Nat64(var _, NatBehaviour behaviour) ->
                    new Described(gateway, behaviour, true);
            case Nat.LinuxMasquerade linux -> new Linux(gateway, linux);
        };
    }

    private static IpAddress ipv4(Gateway gateway) {
        return gateway.outside().stream()
                .filter(address -> !address.v6())
                .findFirst()
                .orElse(gateway.outside().getFirst());
    }

    /** RFC 4787. */
    final class Described implements NatModel {
        private record Mapping(Endpoint inside, @Nullable Object key, Endpoint outside) {}

        private record Permission(Mapping mapping, @Nullable Object key) {}

        private final IpAddress address;
        private final NatBehaviour behaviour;
        private final boolean ipv6Inside;
        private final List<Mapping> mappings = new ArrayList<>();
        private final List<Permission> permissions = new ArrayList<>();
        private int nextSymbol = FIRST_SYMBOL;

        Described(Gateway gateway, NatBehaviour behaviour, boolean ipv6Inside) {
            address = ipv4(gateway);
            this.behaviour = behaviour;
            this.ipv6Inside = ipv6Inside;
        }

        @Override
        public boolean translates(IpAddress inside) {
            return inside.v6() == ipv6Inside;
        }

        private Dependence mapping() {
            return behaviour.ports() == PortAssignment.OVERLOADING
                    ? Dependence.ENDPOINT_INDEPENDENT
                    : behaviour.mapping();
        }

        private static @Nullable Object key(Dependence dependence, Endpoint remote) {
            return switch (dependence) {
                case ENDPOINT_INDEPENDENT -> null;
                case ADDRESS_DEPENDENT -> remote.ip();
                case ADDRESS_AND_PORT_DEPENDENT -> remote;
            };
        }

        @Override
        public Endpoint outbound(Endpoint inside, Endpoint remote) {
            Object key = key(mapping(), remote);
            Mapping mapping =
                    mappings.stream()
                            .filter(one ->
                                    one.inside.equals(inside) && Objects.equals(one.key, key))
                            .findFirst()
                            .orElse(null);
            if (mapping == null) {
                mapping = new Mapping(inside, key, new Endpoint(address, nextSymbol++));
                mappings.add(mapping);
            }
            permissions.add(new Permission(mapping, key(behaviour.filtering(), remote)));
            return mapping.outside;
        }

        @Override
        public @Nullable Endpoint inbound(Endpoint remote, Endpoint outside) {
            Object key = key(behaviour.filtering(), remote);
            return permissions.stream()
                    .filter(one ->
                            one.mapping.outside.equals(outside) && Objects.equals(one.key, key))
                    .map(one -> one.mapping.inside)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public @Nullable Endpoint hairpinSource(Endpoint inside, Endpoint outside) {
            return switch (behaviour.hairpinning()) {
                case Hairpinning.OFF -> null;
                case Hairpinning.EXTERNAL_SOURCE -> outside;
                case Hairpinning.INTERNAL_SOURCE -> inside;
            };
        }
    }

    /** Rows of connection tracking: the port is kept unless that would make two rows alike. */
    final class Linux implements NatModel {
        private record Row(@Nullable Endpoint inside, Endpoint outside, Endpoint remote) {}

        private final IpAddress address;
        private final Nat.LinuxMasquerade kind;
        private final List<Row> rows = new ArrayList<>();
        private int nextSymbol = FIRST_SYMBOL;

        Linux(Gateway gateway, Nat.LinuxMasquerade kind) {
            address = ipv4(gateway);
            this.kind = kind;
        }

        @Override
        public boolean translates(IpAddress inside) {
            return !inside.v6();
        }

        private @Nullable Row row(Endpoint outside, Endpoint remote) {
            return rows.stream()
                    .filter(one -> one.outside.equals(outside) && one.remote.equals(remote))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Endpoint outbound(Endpoint inside, Endpoint remote) {
            for (Row row : rows) {
                if (inside.equals(row.inside) && row.remote.equals(remote)) {
                    return row.outside;
                }
            }
            Endpoint outside = new Endpoint(address, inside.port());
            if (kind.fullyRandom() || row(outside, remote) != null) {
                outside = new Endpoint(address, nextSymbol++);
            }
            rows.add(new Row(inside, outside, remote));
            return outside;
        }

        @Override
        public @Nullable Endpoint inbound(Endpoint remote, Endpoint outside) {
            Row row = row(outside, remote);
            if (row == null && !kind.inputFilter()) {
                rows.add(new Row(null, outside, remote)); // a connection to the gateway itself
            }
            return row == null ? null : row.inside;
        }

        @Override
        public @Nullable Endpoint hairpinSource(Endpoint inside, Endpoint outside) {
            return null;
        }
    }
}
