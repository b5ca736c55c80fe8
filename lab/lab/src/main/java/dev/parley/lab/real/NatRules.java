package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import java.util.ArrayList;
import java.util.List;

/**
 * A NAT in the words of RFC 4787, made by the connection tracking of Linux and some tables beside
 * it. The kernel knows connections only; these tables know ports that are lent out, so that others
 * than those of the connection may come in by them, or nobody any more.
 *
 * <pre>
 *   rows   outside address and port -> inside address and port   (who has it)
 *   sent   outside address and port, remote address [and port]   (whom it has sent to)
 * </pre>
 *
 * Both are written behind the translation, by what leaves; so both last as long as the inside
 * sends, whatever comes from outside (RFC 4787 REQ-6).
 */
final class NatRules {
    private final NatBehaviour behaviour;
    private final List<IpAddress> outside;
    private final LentPorts ports;

    /**
     * @param outside the IPv4 addresses that are lent out
     * @param inside those of its machines and of the gateways inside
     */
    NatRules(NatBehaviour behaviour, List<IpAddress> outside, List<IpAddress> inside) {
        this.behaviour = behaviour;
        this.outside = List.copyOf(outside);
        ports = new LentPorts(behaviour, outside, inside);
    }

    String text() {
        Rules rules = new Rules().open("table ip nat");
        for (String protocol : protocols()) {
            tables(rules, protocol);
        }
        ports.tables(rules);
        arriving(rules);
        finding(rules);
        ports.lending(rules, hairpins() && !sendersStayInside());
        keeping(rules);
        return rules.close().toString();
    }

    /** For TCP the kernel's own table does, unless somebody else may use the same row. */
    private List<String> protocols() {
        return strangersMay() || hairpins() ? List.of("udp", "tcp") : List.of("udp");
    }

    private boolean strangersMay() {
        return behaviour.filtering() != Dependence.ADDRESS_AND_PORT_DEPENDENT;
    }

    private boolean hairpins() {
        return behaviour.hairpinning() != Hairpinning.OFF;
    }

    private boolean sendersStayInside() {
        return behaviour.hairpinning() == Hairpinning.INTERNAL_SOURCE;
    }

    /** Whether the tables of whom was sent to are of any use. */
    private boolean remembersRemotes() {
        return switch (behaviour.filtering()) {
            case ENDPOINT_INDEPENDENT -> false;
            case ADDRESS_DEPENDENT -> true;
            case ADDRESS_AND_PORT_DEPENDENT -> hairpins() && !sendersStayInside();
        };
    }

    private boolean remembersRemotePorts() {
        return behaviour.filtering() == Dependence.ADDRESS_AND_PORT_DEPENDENT;
    }

    private void tables(Rules rules, String protocol) {
        int seconds =
                protocol.equals("udp")
                        ? behaviour.timeouts().udp()
                        : behaviour.timeouts().tcpEstablished();
        String limits =
                "size %d; flags dynamic, timeout; timeout %ds;"
                        .formatted(behaviour.timeouts().maxMappings(), seconds);
        rules.open("map " + protocol + "_rows")
                .line("type ipv4_addr . inet_service : ipv4_addr . inet_service;")
                .line(limits)
                .close();
        if (remembersRemotes()) {
            String port = remembersRemotePorts() ? " . inet_service" : "";
            rules.open("set " + protocol + "_sent")
                    .line("type ipv4_addr . inet_service . ipv4_addr" + port + ";")
                    .line(limits)
                    .close();
        }
    }

    /** Before any translation: what no row is for. */
    private void arriving(Rules rules) {
        if (behaviour.fragments() == Fragments.DROPPED) {
            rules.chain("fragments", "filter", "prerouting", "-450") // before they are put together
                    .line("ip frag-off & 0x3fff != 0 drop")
                    .close();
        }
        rules.chain("arriving", "filter", "prerouting", "mangle");
        rules.line("iifname \"wan\" meta l4proto udp ip daddr . udp dport != @udp_rows drop");
        if (!behaviour.icmpErrors()) {
            rules.line("iifname \"wan\" meta l4proto icmp ct state related drop");
        }
        rules.close();
    }

    /** Where an outside port leads to, for those the kernel does not know yet. */
    private void finding(Rules rules) {
        if (!strangersMay() && !hairpins()) {
            return;
        }
        rules.chain("finding", "nat", "prerouting", "dstnat");
        for (String protocol : protocols()) {
            String found = "dnat to ip daddr . %s dport map @%s_rows".formatted(protocol, protocol);
            String match = "meta l4proto " + protocol + " ";
            switch (behaviour.filtering()) {
                case ENDPOINT_INDEPENDENT -> rules.line("iifname \"wan\" " + match + found);
                case ADDRESS_DEPENDENT ->
                        rules.line(
                                "iifname \"wan\" %sip daddr . %s dport . ip saddr @%s_sent %s"
                                        .formatted(match, protocol, protocol, found));
                case ADDRESS_AND_PORT_DEPENDENT -> {} // those the kernel does know
            }
            if (hairpins()) {
                rules.line(
                        "iifname \"lan\" ip daddr %s %sct mark set 1 %s"
                                .formatted(Rules.list(outside), match, found));
            }
        }
        rules.close();
    }

    /** After translation: what leaves by an outside port keeps its row. */
    private void keeping(Rules rules) {
        rules.open("chain keeping");
        for (String protocol : protocols()) {
            rules.line("meta l4proto " + protocol + " jump keeping_" + protocol);
        }
        rules.close();
        for (String protocol : protocols()) {
            rules.open("chain keeping_" + protocol);
            keepingRows(rules, protocol);
            rules.close();
        }
        rules.chain("leaving", "filter", "postrouting", "srcnat + 10");
        rules.line("oifname \"wan\" jump keeping");
        if (hairpins() && !sendersStayInside()) {
            rules.line("oifname \"lan\" ct mark 1 jump keeping");
            hairpinFilter(rules);
        }
        if (behaviour.timeouts().inboundRefreshes()) {
            inboundRefreshes(rules);
        }
        rules.close();
    }

    /** The two directions: connections that began inside, and those that strangers began. */
    private void keepingRows(Rules rules, String protocol) {
        String match = "meta l4proto " + protocol + " ";
        for (String direction : List.of("original", "reply")) {
            rules.line(
                    "%sct direction %s update @%s_rows { ip saddr . %s sport : ct %s ip saddr . ct %s proto-src }"
                            .formatted(match, direction, protocol, protocol, direction, direction));
        }
        if (protocol.equals("udp")) {
            rules.line("meta l4proto udp ip saddr . udp sport != @udp_rows drop # none is left");
        }
        if (remembersRemotes()) {
            for (String direction : List.of("original", "reply")) {
                String port = remembersRemotePorts() ? " . ct " + direction + " proto-dst" : "";
                rules.line(
                        "%sct direction %s update @%s_sent { ip saddr . %s sport . ct %s ip daddr%s }"
                                .formatted(match, direction, protocol, protocol, direction, port));
            }
        }
        ports.keeping(rules, protocol);
    }

    /**
     * What came from inside must pass the filter of the row it uses, like what comes from outside.
     */
    private void hairpinFilter(Rules rules) {
        if (!remembersRemotes()) {
            return;
        }
        for (String protocol : protocols()) {
            String port = remembersRemotePorts() ? " . " + protocol + " sport" : "";
            rules.line(
                    ("ct mark 1 ct direction original meta l4proto %s"
                                    + " ct original ip daddr . ct original proto-dst . ip saddr%s"
                                    + " != @%s_sent drop")
                            .formatted(protocol, port, protocol));
        }
    }

    private void inboundRefreshes(Rules rules) {
        for (String protocol : protocols()) {
            String row = "ip daddr . " + protocol + " dport";
            rules.line(
                    "iifname \"wan\" meta l4proto %s ct direction original update @%s_rows { ct original ip daddr . ct original proto-dst : %s }"
                            .formatted(protocol, protocol, row));
            rules.line(
                    "iifname \"wan\" meta l4proto %s ct direction reply update @%s_rows { ct reply ip daddr . ct reply proto-dst : %s }"
                            .formatted(protocol, protocol, row));
        }
    }

    /** How long the kernel remembers connections, as settings of the gateway. */
    List<String> settings() {
        List<String> settings = new ArrayList<>();
        int udp = behaviour.timeouts().udp();
        settings.add("nf_conntrack_udp_timeout=" + udp);
        settings.add("nf_conntrack_udp_timeout_stream=" + udp);
        settings.add("nf_conntrack_icmp_timeout=" + behaviour.timeouts().icmp());
        settings.add(
                "nf_conntrack_tcp_timeout_established=" + behaviour.timeouts().tcpEstablished());
        int transitory = behaviour.timeouts().tcpTransitory();
        for (String state : List.of("syn_sent", "syn_recv", "fin_wait", "close_wait", "last_ack")) {
            settings.add("nf_conntrack_tcp_timeout_" + state + "=" + transitory);
        }
        return settings.stream().map(setting -> "net.netfilter." + setting).toList();
    }

    /** What it does otherwise than the behaviour says. */
    List<String> differences() {
        List<String> differences = new ArrayList<>(ports.differences());
        if (behaviour.fragments() == Fragments.IN_ORDER) {
            differences.add("fragments are translated in any order, not in order alone");
        }
        if (sendersStayInside() && remembersRemotes()) {
            differences.add("hairpinned packets with an inside source pass without a filter");
        }
        return differences;
    }
}
