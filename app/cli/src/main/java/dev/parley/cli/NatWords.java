package dev.parley.cli;

import dev.parley.stun.behaviour.Dependence;
import dev.parley.stun.behaviour.Lifetime;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.stun.behaviour.ServerKind;
import dev.parley.stun.behaviour.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report in words. */
final class NatWords {
    private static final double NANOS_PER_SECOND = 1e9;

    private NatWords() {}

    /** One line for each finding: what it is, and how it was found. */
    static Map<String, String> rows(NatReport report) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Your address", address(report));
        rows.put("Mapping", report.translated() ? mapping(report.mapping()) : "none: no NAT");
        rows.put("Filtering", filtering(report.filtering()));
        if (report.translated()) {
            rows.put("Hairpinning", hairpinning(report));
            rows.put("Outside ports", ports(report));
        }
        if (report.fragments() != Verdict.UNKNOWN) {
            rows.put("Fragments", report.fragments() == Verdict.YES ? "get through" : "are lost");
        }
        Lifetime lifetime = report.lifetime();
        if (lifetime != null) {
            rows.put("Silent mapping", lifetime(lifetime));
        }
        rows.put(
                "Round trip",
                String.format(Locale.ROOT, "%.1f ms", report.rttNanos() / NANOS_PER_SECOND * 1000));
        return rows;
    }

    private static String address(NatReport report) {
        return report.translated()
                ? report.local() + ", seen from outside as " + report.mapped()
                : report.local() + ", seen as it is";
    }

    private static String mapping(Dependence mapping) {
        return switch (mapping) {
            case ENDPOINT_INDEPENDENT -> "endpoint-independent: one outside port for all";
            case ADDRESS_DEPENDENT -> "address-dependent: another outside port for each address";
            case ADDRESS_AND_PORT_DEPENDENT ->
                    "address- and port-dependent: another outside port for each destination";
            case ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT ->
                    "endpoint-independent or address-dependent: this server has one address";
            case ADDRESS_DEPENDENT_OR_STRICTER ->
                    "address-dependent, or address- and port-dependent";
            case UNKNOWN -> "unknown";
        };
    }

    private static String filtering(Dependence filtering) {
        return switch (filtering) {
            case ENDPOINT_INDEPENDENT -> "endpoint-independent: everybody is let in";
            case ADDRESS_DEPENDENT -> "address-dependent: addresses you sent to are let in";
            case ADDRESS_AND_PORT_DEPENDENT ->
                    "address- and port-dependent: only answers are let in";
            case ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT ->
                    "endpoint-independent or address-dependent: this server cannot tell";
            case ADDRESS_DEPENDENT_OR_STRICTER ->
                    "address-dependent, or address- and port-dependent";
            case UNKNOWN -> "unknown";
        };
    }

    private static String hairpinning(NatReport report) {
        return switch (report.hairpinning()) {
            case EXTERNAL_SOURCE -> "yes: two of you reach each other by outside addresses";
            case INTERNAL_SOURCE -> "yes, but with inside addresses as senders";
            case NO -> "no";
            case UNKNOWN -> "unknown";
        };
    }

    private static String ports(NatReport report) {
        return switch (report.ports()) {
            case PRESERVED -> "the same as inside";
            case SEQUENTIAL -> "one after the other";
            case PARITY -> "even for even, odd for odd";
            case IRREGULAR -> "irregular";
            case UNKNOWN -> "unknown";
        };
    }

    private static String lifetime(Lifetime lifetime) {
        return lifetime.outlived()
                ? "lives longer than " + seconds(lifetime.aliveNanos())
                : "lives between "
                        + seconds(lifetime.aliveNanos())
                        + " and "
                        + seconds(lifetime.goneNanos());
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.0f s", nanos / NANOS_PER_SECOND);
    }

    // ---- what it means

    /** What it means for calls, one paragraph each. */
    static List<String> meaning(NatFinding finding) {
        NatReport report = finding.report();
        if (finding.udpBlocked()) {
            return List.of(
                    "UDP does not get through to this server, TCP does. Calls need a relay that is"
                            + " reached over TCP or TLS (TURN on port 443 gets through most).");
        }
        List<String> meaning = new ArrayList<>();
        meaning.add(calls(report));
        if (report.strangersMoveMapping() == Verdict.YES) {
            meaning.add(
                    "A packet that arrives before you have sent to its sender makes your router"
                            + " choose another port towards him: whether two such routers connect"
                            + " depends on who sends first. A filter for packets to the router"
                            + " itself cures it.");
        }
        Lifetime lifetime = report.lifetime();
        if (lifetime != null && !lifetime.outlived()) {
            meaning.add(
                    "Something has to be sent at least every "
                            + seconds(lifetime.aliveNanos())
                            + ", or the way back closes. (RFC 4787 asks routers for two minutes.)");
        }
        if (report.fragments() == Verdict.NO) {
            meaning.add("Packets of more than about 1470 bytes do not get through.");
        }
        addServerNotes(finding, meaning);
        return meaning;
    }

    private static String calls(NatReport report) {
        if (!report.translated() && report.filtering() == Dependence.ENDPOINT_INDEPENDENT) {
            return "Nothing is in the way: everybody who can use UDP reaches you directly.";
        }
        String here = report.translated() ? "router" : "firewall";
        if (report.serverKind() == ServerKind.PLAIN) {
            return report.translated()
                    ? "There is a NAT. Of what kind, this server cannot tell."
                    : "There is no NAT. Whether there is a firewall, this server cannot tell.";
        }
        return switch (report.mapping()) {
            case ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT ->
                    steady(here, report.filtering());
            case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, ADDRESS_DEPENDENT_OR_STRICTER ->
                    "Your router uses another outside port for each destination, so nobody can be"
                            + " told in advance where to reach you. Calls are direct only with"
                            + " people whose own router lets unexpected ports in; with all others,"
                            + " and with a router like yours, they need a relay (TURN).";
            case UNKNOWN ->
                    "The server's other sockets did not answer ("
                            + report.other()
                            + "), so too little was learned to say what it means for calls.";
        };
    }

    private static String steady(String here, Dependence filtering) {
        return switch (filtering) {
            case ENDPOINT_INDEPENDENT ->
                    "Everybody who learns your outside address can send to it: calls are direct"
                            + " with everybody who can use UDP.";
            case ADDRESS_DEPENDENT, ENDPOINT_INDEPENDENT_OR_ADDRESS_DEPENDENT ->
                    "Two such "
                            + here
                            + "s reach each other directly: both sides send, and each lets the"
                            + " other in. It works even with a router that uses another port for"
                            + " each destination.";
            case ADDRESS_AND_PORT_DEPENDENT, ADDRESS_DEPENDENT_OR_STRICTER ->
                    "Two such "
                            + here
                            + "s reach each other directly: both sides send, and each lets the"
                            + " other in. With a router that uses another port for each destination"
                            + " (strict firewalls, some mobile networks) a call needs a relay"
                            + " (TURN).";
            case UNKNOWN ->
                    "One outside port serves all destinations, so two such "
                            + here
                            + "s reach each other directly.";
        };
    }

    private static void addServerNotes(NatFinding finding, List<String> meaning) {
        if (finding.route().withinThisMachine()) {
            meaning.add(
                    "The server is on this machine, so nothing is between: ask one that is out on"
                            + " the internet.");
        }
        switch (finding.report().serverKind()) {
            case PLAIN ->
                    meaning.add(
                            "This server has no second address or port (RFC 5780). One that has:"
                                    + " parley serve --stun-alternate-address, on a machine with"
                                    + " two public addresses.");
            case ONE_ADDRESS ->
                    meaning.add(
                            "This server has one address and two ports, which shows a part. One"
                                    + " with two addresses tells the whole.");
            case TWO_ADDRESSES, UNKNOWN -> {}
        }
    }
}
