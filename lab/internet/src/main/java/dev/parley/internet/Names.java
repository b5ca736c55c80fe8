package dev.parley.internet;

import dev.parley.core.IpAddress;
import dev.parley.internet.nat.Dns64;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What name servers know: every machine by the name it has in the topology. Asked from a network,
 * they tell the addresses that mean something there, and beside a NAT64 those that DNS64 makes up.
 * They know the proxies, too. Answers take no time and no packets.
 */
final class Names {
    /**
     * @param sites around it, the outermost first
     */
    private record Entry(Machine machine, List<Site> sites) {}

    private final Map<String, Entry> entries = new HashMap<>();

    Names(Topology topology) {
        add(List.of(), topology.machines(), topology.sites());
    }

    private void add(List<Site> around, List<Machine> machines, List<Site> sites) {
        machines.forEach(machine -> entries.put(machine.name(), new Entry(machine, around)));
        for (Site site : sites) {
            List<Site> within = new ArrayList<>(around);
            within.add(site);
            add(List.copyOf(within), site.machines(), site.sites());
        }
    }

    /** The addresses of that name for that machine, IPv6 first; none when it is not known there. */
    List<IpAddress> resolve(Machine asker, String name) {
        Entry found = entries.get(name);
        Entry from = entries.get(asker.name());
        if (found == null || from == null) {
            return List.of();
        }
        List<IpAddress> seen =
                found.machine.addresses().stream()
                        .filter(address -> isSeen(address, found.sites, from.sites))
                        .toList();
        List<IpAddress> answer = new ArrayList<>(synthesized(seen, found.sites, from.sites));
        seen.stream().filter(address -> !address.v6()).forEach(answer::add);
        answer.removeIf(address -> !hasFamily(asker, address.v6()));
        return answer;
    }

    /** The proxy that the firewalls around a machine leave to it; null when there is none. */
    @Nullable IpAddress proxy(Machine asker) {
        Entry from = entries.get(asker.name());
        if (from != null) {
            for (Site site : from.sites.reversed()) {
                IpAddress proxy = site.gateway().firewall().proxy();
                if (proxy != null && !asker.addresses().contains(proxy)) {
                    return proxy;
                }
            }
        }
        return null;
    }

    /**
     * Whether an address is told across the gateways that stand around it and not around who asks.
     */
    private static boolean isSeen(IpAddress address, List<Site> around, List<Site> asker) {
        for (Site site : around) {
            Nat nat = site.gateway().nat();
            boolean hidden = address.v6() ? nat instanceof Nat.Nat64 : !(nat instanceof Nat.None);
            if (hidden && !asker.contains(site)) {
                return false;
            }
        }
        return true;
    }

    /** The IPv6 addresses, and if there are none, those made up for who is behind a NAT64. */
    private static List<IpAddress> synthesized(
            List<IpAddress> seen, List<Site> around, List<Site> asker) {
        for (Site site : asker.reversed()) {
            if (site.gateway().nat() instanceof Nat.Nat64 nat64 && !around.contains(site)) {
                return new Dns64(nat64.prefix()).answer(seen);
            }
        }
        return seen.stream().filter(IpAddress::v6).toList();
    }

    private static boolean hasFamily(Machine machine, boolean v6) {
        return machine.addresses().stream().anyMatch(address -> address.v6() == v6);
    }
}
