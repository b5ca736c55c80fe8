package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * The file /etc/hosts of a machine: everybody by name. Those that it can reach at their own
 * addresses have these; those behind other gateways have the address of the outermost gateway that
 * stands between, which is all that can be seen of them.
 */
final class HostNames {
    private final Topology topology;
    private final Machine viewer;

    HostNames(Topology topology, Machine viewer) {
        this.topology = topology;
        this.viewer = viewer;
    }

    String text(boolean ipv6) {
        List<String> lines = new ArrayList<>();
        lines.add("127.0.0.1 localhost");
        if (ipv6) {
            lines.add("::1 localhost");
        }
        network(lines, topology.machines(), topology.sites());
        return String.join("\n", lines.stream().filter(line -> ipv6 || !isIpv6(line)).toList());
    }

    private static boolean isIpv6(String line) {
        return line.substring(0, line.indexOf(' ')).indexOf(':') >= 0;
    }

    private void network(List<String> lines, List<Machine> machines, List<Site> sites) {
        machines.forEach(machine -> named(lines, machine.addresses(), machine.name()));
        for (Site site : sites) {
            if (holds(site, viewer.name())) {
                named(lines, Network.inside(site).routers(), site.name());
                network(lines, site.machines(), site.sites());
            } else {
                named(lines, site.gateway().outside(), site.name());
                hidden(lines, site, site.gateway().outside());
            }
        }
    }

    private static void hidden(List<String> lines, Site site, List<IpAddress> outside) {
        for (Machine machine : site.machines()) {
            List<IpAddress> seen = new ArrayList<>(outside);
            machine.addresses().stream()
                    .filter(IpAddress::v6)
                    .findFirst()
                    .ifPresent(own -> {
                        seen.removeIf(IpAddress::v6);
                        seen.add(own); // IPv6 is not translated
                    });
            named(lines, seen, machine.name());
        }
        for (Site inner : site.sites()) {
            named(lines, outside, inner.name());
            hidden(lines, inner, outside);
        }
    }

    private static boolean holds(Site site, String name) {
        return site.machines().stream().anyMatch(machine -> machine.name().equals(name))
                || site.sites().stream().anyMatch(inner -> holds(inner, name));
    }

    /** Also with a dot at its end: Chromium asks so for STUN and TURN servers. */
    private static void named(List<String> lines, List<IpAddress> addresses, String name) {
        addresses.forEach(address -> lines.add(address + " " + name + " " + name + "."));
    }
}
