package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a gateway lets pass, and what it takes for itself. */
final class FirewallRules {
    private final Gateway gateway;
    private final boolean ipv6;

    FirewallRules(Gateway gateway, boolean ipv6) {
        this.gateway = gateway;
        this.ipv6 = ipv6;
    }

    String text() {
        Rules rules = new Rules().open("table inet firewall");
        Dependence inbound = gateway.firewall().inbound();
        if (inbound != null) {
            remembered(rules, "ip", inbound);
            if (ipv6) {
                remembered(rules, "ip6", inbound);
            }
        }
        rules.chain("passing", "filter", "forward", "filter");
        outward(rules);
        inward(rules, inbound);
        rules.close();
        own(rules);
        return rules.close().toString();
    }

    private boolean translates() {
        return !(gateway.nat() instanceof Nat.None);
    }

    private void outward(Rules rules) {
        Firewall firewall = gateway.firewall();
        if (!firewall.udp()) {
            rules.line("oifname \"wan\" meta l4proto udp drop");
            rules.line("iifname \"wan\" meta l4proto udp drop");
        }
        IpAddress proxy = firewall.proxy();
        if (proxy != null) {
            String address = (proxy.v6() ? "ip6" : "ip") + " saddr != " + proxy;
            String other = "meta nfproto " + (proxy.v6() ? "ipv4" : "ipv6");
            rules.line("oifname \"wan\" meta l4proto tcp ct state new " + address + " drop");
            rules.line("oifname \"wan\" meta l4proto tcp ct state new " + other + " drop");
        }
        List<Integer> ports = firewall.tcpPorts();
        if (ports != null) {
            String allowed =
                    ports.isEmpty()
                            ? "meta l4proto tcp"
                            : "tcp dport != { %s }"
                                    .formatted(
                                            ports.stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", ")));
            rules.line("oifname \"wan\" ct state new " + allowed + " drop");
        }
    }

    private void inward(Rules rules, @Nullable Dependence inbound) {
        if (translates()) {
            rules.line("iifname \"wan\" meta nfproto ipv4 ct state established,related accept");
            rules.line("iifname \"wan\" meta nfproto ipv4 ct status dnat accept");
            rules.line(
                    "iifname \"wan\" meta nfproto ipv4 drop # nobody inside has such an address");
        }
        if (inbound == null) {
            return;
        }
        String transports = "meta l4proto { tcp, udp } ";
        String icmp6 =
                "{ destination-unreachable, packet-too-big, time-exceeded, parameter-problem }";
        for (String family : families()) {
            String nfproto = "meta nfproto " + (family.equals("ip") ? "ipv4 " : "ipv6 ");
            rules.line(
                    "oifname \"wan\" %s%supdate @%s_sent { meta l4proto . %s saddr . th sport%s }"
                            .formatted(
                                    nfproto,
                                    transports,
                                    family,
                                    family,
                                    remote(family, 'd', inbound)));
            rules.line(
                    "iifname \"wan\" %s%smeta l4proto . %s daddr . th dport%s @%s_sent accept"
                            .formatted(
                                    nfproto,
                                    transports,
                                    family,
                                    remote(family, 's', inbound),
                                    family));
        }
        rules.line("iifname \"wan\" meta l4proto != udp ct state established,related accept");
        if (ipv6) {
            rules.line("iifname \"wan\" icmpv6 type " + icmp6 + " ct state related accept");
        }
        rules.line("iifname \"wan\" meta l4proto icmp ct state related accept");
        rules.line("iifname \"wan\" drop # nobody asked for it");
    }

    /** The families that pass untranslated. */
    private List<String> families() {
        if (translates()) {
            return ipv6 ? List.of("ip6") : List.of();
        }
        return ipv6 ? List.of("ip", "ip6") : List.of("ip");
    }

    private static String remote(String family, char end, Dependence inbound) {
        return switch (inbound) {
            case ENDPOINT_INDEPENDENT -> "";
            case ADDRESS_DEPENDENT -> " . %s %caddr".formatted(family, end);
            case ADDRESS_AND_PORT_DEPENDENT ->
                    " . %s %caddr . th %cport".formatted(family, end, end);
        };
    }

    private void remembered(Rules rules, String family, Dependence inbound) {
        if (!families().contains(family)) {
            return;
        }
        String address = family.equals("ip") ? "ipv4_addr" : "ipv6_addr";
        String remote =
                switch (inbound) {
                    case ENDPOINT_INDEPENDENT -> "";
                    case ADDRESS_DEPENDENT -> " . " + address;
                    case ADDRESS_AND_PORT_DEPENDENT -> " . " + address + " . inet_service";
                };
        rules.open("set " + family + "_sent")
                .line("type inet_proto . " + address + " . inet_service" + remote + ";")
                .line(
                        "size 65536; flags dynamic, timeout; timeout %ds;"
                                .formatted(gateway.firewall().idleSeconds()))
                .close();
    }

    /** What comes for the gateway itself. */
    private void own(Rules rules) {
        boolean filters =
                !(gateway.nat() instanceof Nat.LinuxMasquerade linux) || linux.inputFilter();
        rules.chain("own", "filter", "input", "filter");
        if (filters) {
            List<IpAddress> outside = gateway.outside().stream().filter(a -> !a.v6()).toList();
            if (translates() && !outside.isEmpty()) {
                rules.line("iifname \"lan\" ip daddr " + Rules.list(outside) + " drop");
            }
            rules.line("iifname { \"lan\", \"lo\" } accept");
            if (ipv6) {
                rules.line(
                        "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept");
            }
            rules.line("ct state established,related accept");
            rules.line("drop");
        }
        rules.close();
    }
}
