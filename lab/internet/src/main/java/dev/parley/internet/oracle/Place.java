package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network of the topology with what is in it: the public internet or the inside of a site. */
final class Place {
    final @Nullable Place around; // null: this is the public internet
    final @Nullable Site site;
    final List<Machine> machines;
    final List<Place> inner = new ArrayList<>();
    final @Nullable NatModel nat; // of the gateway to the place around
    final @Nullable FirewallModel firewall;

    private Place(@Nullable Place around, @Nullable Site site, List<Machine> machines) {
        this.around = around;
        this.site = site;
        this.machines = machines;
        nat = site == null ? null : NatModel.of(site.gateway());
        firewall = site == null ? null : new FirewallModel(site.gateway().firewall());
    }

    static Place of(Topology topology) {
        Place internet = new Place(null, null, topology.machines());
        topology.sites().forEach(site -> internet.inner.add(of(internet, site)));
        return internet;
    }

    private static Place of(Place around, Site site) {
        Place place = new Place(around, site, site.machines());
        site.sites().forEach(inside -> place.inner.add(of(place, inside)));
        return place;
    }

    /** The place of a machine; null when it is not in here or further in. */
    @Nullable Place find(String machine) {
        if (machines.stream().anyMatch(one -> one.name().equals(machine))) {
            return this;
        }
        for (Place place : inner) {
            Place found = place.find(machine);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Nullable Machine machineAt(IpAddress address) {
        return machines.stream()
                .filter(machine -> machine.addresses().contains(address))
                .findFirst()
                .orElse(null);
    }

    /** The place behind the gateway that has this address, or to whose machines it is routed. */
    @Nullable Place innerAt(IpAddress address) {
        for (Place place : inner) {
            if (place.isGatewayAddress(address) || place.isRoutedInto(address)) {
                return place;
            }
        }
        return null;
    }

    boolean isGatewayAddress(IpAddress address) {
        return site != null && site.gateway().outside().contains(address);
    }

    /** Whether addresses of the inside are known outside as they are. */
    private boolean isRoutedInto(IpAddress address) {
        if (site == null) {
            return false;
        }
        Nat kind = site.gateway().nat();
        boolean routed = address.v6() ? !(kind instanceof Nat.Nat64) : kind instanceof Nat.None;
        return routed && site.inside().stream().anyMatch((IpPrefix b) -> b.contains(address));
    }
}
