package dev.parley.simulation;

import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes a topology that breaks something as small as it may be and still break it. */
final class Shrinking {
    private static final int MAX_ATTEMPTS = 500;

    private Shrinking() {}

    /**
     * Tries smaller and plainer topologies until none of them fails.
     *
     * @param fails whether it still breaks; an exception counts as no
     */
    static Topology shrink(Topology topology, Predicate<Topology> fails) {
        Topology smallest = topology;
        int attempts = 0;
        for (boolean better = true; better && attempts < MAX_ATTEMPTS; ) {
            better = false;
            for (Topology candidate : simpler(smallest)) {
                attempts++;
                if (fails.test(candidate)) {
                    smallest = candidate;
                    better = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<Topology> simpler(Topology topology) {
        List<Topology> all = new ArrayList<>();
        for (List<Site> sites : simplerLists(topology.sites())) {
            all.add(new Topology(topology.name(), topology.machines(), sites));
        }
        return all;
    }

    /** Each list without one of its sites, or with one of them made simpler. */
    private static List<List<Site>> simplerLists(List<Site> sites) {
        List<List<Site>> all = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            List<Site> without = new ArrayList<>(sites);
            without.remove(i);
            all.add(without);
        }
        for (int i = 0; i < sites.size(); i++) {
            for (Site simpler : simplerSites(sites.get(i))) {
                List<Site> changed = new ArrayList<>(sites);
                changed.set(i, simpler);
                all.add(changed);
            }
        }
        return all;
    }

    private static List<Site> simplerSites(Site site) {
        List<Site> all = new ArrayList<>();
        for (int i = 0; i < site.machines().size(); i++) {
            List<Machine> without = new ArrayList<>(site.machines());
            without.remove(i);
            all.add(with(site, site.gateway(), site.uplink(), without, site.sites()));
        }
        for (List<Site> inner : simplerLists(site.sites())) {
            all.add(with(site, site.gateway(), site.uplink(), site.machines(), inner));
        }
        for (Gateway gateway : simplerGateways(site.gateway())) {
            all.add(with(site, gateway, site.uplink(), site.machines(), site.sites()));
        }
        LinkBehaviour plain = LinkBehaviour.delay(5);
        if (!site.uplink().equals(plain)) {
            all.add(with(site, site.gateway(), plain, site.machines(), site.sites()));
        }
        return all;
    }

    private static Site with(
            Site site,
            Gateway gateway,
            LinkBehaviour uplink,
            List<Machine> machines,
            List<Site> sites) {
        return new Site(site.name(), site.inside(), gateway, uplink, machines, sites);
    }

    private static List<Gateway> simplerGateways(Gateway gateway) {
        List<Gateway> all = new ArrayList<>();
        if (gateway.outside().size() > 1) {
            all.add(
                    new Gateway(
                            gateway.outside().subList(0, 1), gateway.nat(), gateway.firewall()));
        }
        if (!gateway.firewall().equals(Firewall.OPEN)) {
            all.add(new Gateway(gateway.outside(), gateway.nat(), Firewall.OPEN));
        }
        if (gateway.nat() instanceof Nat.Rfc4787(NatBehaviour behaviour)) {
            NatBehaviour plain = NatBehaviour.PORT_RESTRICTED;
            List<UnaryOperator<NatBehaviour>> steps =
                    List.of(
                            one -> one.mappedBy(plain.mapping()),
                            one -> one.filteredBy(NatBehaviour.FULL_CONE.filtering()),
                            one -> one.withPorts(plain.ports()),
                            one -> one.withHairpinning(plain.hairpinning()),
                            one -> one.withTimeouts(plain.timeouts()),
                            one -> one.withFragments(plain.fragments()),
                            one -> one.withIcmpErrors(plain.icmpErrors()));
            for (UnaryOperator<NatBehaviour> step : steps) {
                NatBehaviour simpler = step.apply(behaviour);
                if (!simpler.equals(behaviour)) {
                    all.add(
                            new Gateway(
                                    gateway.outside(),
                                    new Nat.Rfc4787(simpler),
                                    gateway.firewall()));
                }
            }
        }
        return all;
    }
}
