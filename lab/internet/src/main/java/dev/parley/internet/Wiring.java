package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.List;

/** Builds nodes and links from a topology. */
final class Wiring {
    /** The name and addresses of the internet's core: errors come from there. */
    static final String CORE = "internet";

    static final List<IpAddress> CORE_ADDRESSES =
            List.of(IpAddress.parse("203.0.113.254"), IpAddress.parse("2001:db8:ffff::1"));

    private final Internet internet;

    Wiring(Internet internet) {
        this.internet = internet;
    }

    Router build(Topology topology) {
        Router core = new Router(internet, CORE, CORE_ADDRESSES);
        internet.add(core);
        fill(core, topology.machines(), topology.sites());
        return core;
    }

    private void fill(Router router, List<Machine> machines, List<Site> sites) {
        for (Machine machine : machines) {
            Host host = new Host(internet, machine);
            internet.add(host);
            Nic port = link(host.nic(), router, machine.link());
            machine.addresses().forEach(address -> router.neighbour(address, port));
        }
        for (Site site : sites) {
            site(router, site);
        }
    }

    private void site(Router around, Site site) {
        Router router = new Router(internet, site.name(), site.gateway().outside());
        internet.add(router);
        Nic uplink = new Nic(router);
        Nic port = link(uplink, around, site.uplink());
        site.gateway().outside().forEach(address -> around.neighbour(address, port));
        boolean translatesIpv4 = !(site.gateway().nat() instanceof Nat.None);
        // A NAT64 translates what goes to its prefix; other IPv6 it routes, where it has any.
        boolean routesIpv6 =
                !(site.gateway().nat() instanceof Nat.Nat64)
                        || site.gateway().outside().stream().anyMatch(IpAddress::v6);
        for (IpPrefix block : site.inside()) {
            if (block.base().v6() ? routesIpv6 : !translatesIpv4) {
                around.route(block, port);
            }
        }
        router.uplink(uplink, site.gateway());
        fill(router, site.machines(), site.sites());
    }

    /** Connects the edge with the router; returns the router's end. */
    private Nic link(Nic edge, Router router, LinkBehaviour behaviour) {
        Nic port = new Nic(router);
        edge.plug(new Wire(internet, edge, port, behaviour.up()));
        port.plug(new Wire(internet, port, edge, behaviour.down()));
        return port;
    }
}
