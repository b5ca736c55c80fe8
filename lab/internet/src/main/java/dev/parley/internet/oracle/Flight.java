package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;
import org.jspecify.annotations.Nullable;

/** A datagram that goes up to the place where its destination is known, and then down to it. */
final class Flight {
    private Place at;
    private Endpoint source;
    private final Endpoint destination;
    private @Nullable Endpoint hairpinSender; // as known outside: what the filter judges

    private Flight(Place at, Endpoint source, Endpoint destination) {
        this.at = at;
        this.source = source;
        this.destination = destination;
    }

    /**
     * The way up, through the gateways that the sender is behind.
     *
     * @return null when it does not come that far
     */
    static @Nullable Flight up(Place from, Endpoint source, Endpoint destination) {
        Flight flight = new Flight(from, source, destination);
        return flight.climb() ? flight : null;
    }

    private boolean climb() {
        while (at.machineAt(destination.ip()) == null && at.innerAt(destination.ip()) == null) {
            Place around = at.around;
            FirewallModel firewall = at.firewall;
            if (around == null || firewall == null || !firewall.udpOutbound(source, destination)) {
                return false;
            }
            NatModel nat = at.nat;
            boolean translated = nat != null && nat.translates(source.ip());
            if (nat != null && translated) {
                Endpoint outside = nat.outbound(source, destination);
                if (at.isGatewayAddress(destination.ip())) {
                    Endpoint seen = nat.hairpinSource(source, outside);
                    if (seen == null) {
                        return false;
                    }
                    source = seen;
                    hairpinSender = outside;
                    return true;
                }
                source = outside;
            } else if (at.isGatewayAddress(destination.ip())) {
                return false; // the gateway itself
            }
            at = around;
            if (at.around == null && !isPublic(source.ip())) {
                return false;
            }
        }
        return true;
    }

    /** The public internet carries no private addresses. */
    private static boolean isPublic(IpAddress address) {
        String text = address.toString();
        return address.v6()
                ? !text.startsWith("fc") && !text.startsWith("fd") && !text.startsWith("fe80")
                : !text.matches(
                        "(10|127|0|192\\.168|169\\.254|172\\.(1[6-9]|2\\d|3[01])"
                                + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7]))\\..*");
    }

    /** Who gets it, and from whom it seems to come. */
    record Arrival(String machine, Endpoint at, Endpoint from) {}

    /** The way down; null when it does not arrive. */
    @Nullable Arrival down() {
        Endpoint to = destination;
        Place place = at;
        Endpoint sender = hairpinSender;
        if (sender != null) {
            NatModel nat = place.nat;
            Endpoint inside = nat == null ? null : nat.inbound(sender, destination);
            if (inside == null) {
                return null;
            }
            to = inside;
        }
        while (place.machineAt(to.ip()) == null) {
            Place next = place.innerAt(to.ip());
            if (next == null) {
                return null;
            }
            if (next.isGatewayAddress(to.ip())) {
                NatModel nat = next.nat;
                Endpoint inside = nat == null ? null : nat.inbound(source, to);
                if (inside == null) {
                    return null;
                }
                to = inside;
            }
            FirewallModel firewall = next.firewall;
            if (firewall == null || !firewall.udpInbound(source, to)) {
                return null;
            }
            place = next;
        }
        var machine = place.machineAt(to.ip());
        return machine == null ? null : new Arrival(machine.name(), to, source);
    }
}
