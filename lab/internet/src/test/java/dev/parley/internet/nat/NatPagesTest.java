package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.oracle.Oracle;
import dev.parley.internet.oracle.Reachability;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/nat are what these boxes really do. */
class NatPagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "nat");
    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:5000";
    private static final String OUT = Bed.OUTSIDE + ":5000";
    private static final String ONE = "198.51.100.1:3478";
    private static final String ONE_OTHER_PORT = "198.51.100.1:3479";
    private static final String TWO = "198.51.100.2:3478";

    private final StringBuilder table = new StringBuilder();

    private void head(String... titles) {
        table.setLength(0);
        line((Object[]) titles);
        table.append("|---".repeat(titles.length)).append("|\n");
    }

    private void line(Object... cells) {
        for (Object cell : cells) {
            table.append("| ").append(cell).append(' ');
        }
        table.append("|\n");
    }

    private void isOn(String page) throws IOException {
        Path file = PAGES.resolve(page + ".md");
        String text = Files.exists(file) ? Files.readString(file) : "";
        assertThat(text.contains(table)).as("this table is to be on %s:\n%s", page, table).isTrue();
    }

    private static String word(Enum<?> constant) {
        return "`" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
    }

    /** What became of a packet. */
    private static String fate(Outcome outcome) {
        return switch (outcome.door()) {
            case OUTWARD -> "leaves as " + outcome.source();
            case INWARD -> "arrives at " + outcome.destination();
            case DROP -> "dropped: `" + outcome.reason() + "`";
        };
    }

    private static String page(String about, Dependence dependence) {
        return about + "-" + dependence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void readme() throws IOException {
        NatBehaviour[] kinds = {
            NatBehaviour.FULL_CONE,
            NatBehaviour.ADDRESS_RESTRICTED,
            NatBehaviour.PORT_RESTRICTED,
            NatBehaviour.SYMMETRIC
        };
        String[] names = {"full cone", "restricted cone", "port-restricted cone", "symmetric"};
        head("", names[0], names[1], names[2], names[3]);
        for (int a = 0; a < kinds.length; a++) {
            String[] cells = new String[kinds.length + 1];
            cells[0] = names[a];
            for (int b = 0; b < kinds.length; b++) {
                Topology homes = Topologies.twoHomes("homes", kinds[a], kinds[b]);
                cells[b + 1] =
                        Oracle.of(homes).direct("ana", "ben", Topologies.SERVER)
                                        == Reachability.DIRECT
                                ? "direct"
                                : "relay";
            }
            line((Object[]) cells);
        }
        isOn("README");
    }

    @Test
    void mapping() throws IOException {
        for (Dependence mapping : Dependence.values()) {
            Bed bed =
                    Bed.of(
                            NatBehaviour.PORT_RESTRICTED
                                    .mappedBy(mapping)
                                    .withPorts(PortAssignment.SEQUENTIAL));
            head("Ana, 192.168.1.2:5000, sends to", "and is seen as");
            for (String to : List.of(ONE, ONE_OTHER_PORT, TWO, ONE)) {
                line(to, bed.udpOut(ANA, to).source());
            }
            isOn(page("mapping", mapping));
        }
    }

    @Test
    void filtering() throws IOException {
        for (Dependence filtering : Dependence.values()) {
            Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.filteredBy(filtering));
            head("who", "sends", "what becomes of it");
            line("198.51.100.1:3478", "to 18.18.18.18:5000", fate(bed.udpIn(ONE, OUT)));
            line("Ana", "to 198.51.100.1:3478", fate(bed.udpOut(ANA, ONE)));
            for (String from : List.of(ONE, ONE_OTHER_PORT, TWO)) {
                line(from, "to 18.18.18.18:5000", fate(bed.udpIn(from, OUT)));
            }
            isOn(page("filtering", filtering));
        }
    }

    @Test
    void portAssignment() throws IOException {
        head(
                "ports",
                "Ana's 5000",
                "Ben's 5000",
                "Ana's 5001",
                "Ben's 5001",
                "Ana's 123",
                "Ben's 123");
        for (PortAssignment ports : PortAssignment.values()) {
            Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withPorts(ports));
            line(
                    word(ports),
                    port(bed, ANA),
                    port(bed, BEN),
                    port(bed, "192.168.1.2:5001"),
                    port(bed, "192.168.1.3:5001"),
                    port(bed, "192.168.1.2:123"),
                    port(bed, "192.168.1.3:123"));
        }
        isOn("port-assignment");
    }

    private static int port(Bed bed, String from) {
        return bed.udpOut(from, ONE).source().port();
    }

    @Test
    void pooling() throws IOException {
        head("pooling", "Ana's 5000", "5001", "5002", "5003", "Ben's 5000", "5001", "5002", "5003");
        for (Pooling pooling : Pooling.values()) {
            Bed bed =
                    Bed.of(
                            NatBehaviour.PORT_RESTRICTED.withPooling(pooling),
                            "18.18.18.18",
                            "18.18.18.19");
            List<Object> cells = new ArrayList<>(List.of(word(pooling)));
            for (String host : List.of("192.168.1.2", "192.168.1.3")) {
                for (int port = 5000; port < 5004; port++) {
                    String seen = bed.udpOut(host + ":" + port, ONE).source().ip().toString();
                    cells.add(seen.substring(seen.lastIndexOf('.')));
                }
            }
            line(cells.toArray());
        }
        isOn("pooling");
    }

    @Test
    void hairpinning() throws IOException {
        head("hairpinning", "Ana sends to 18.18.18.18:6000, which is Ben's", "Ben sees it from");
        for (Hairpinning hairpinning : Hairpinning.values()) {
            Bed bed = Bed.of(NatBehaviour.FULL_CONE.withHairpinning(hairpinning));
            bed.udpOut(ANA, ONE);
            bed.udpOut("192.168.1.3:6000", ONE);
            Outcome outcome = bed.udpOut(ANA, Bed.OUTSIDE + ":6000");
            line(word(hairpinning), fate(outcome), outcome.isInward() ? outcome.source() : "");
        }
        isOn("hairpinning");
    }

    @Test
    void timeouts() throws IOException {
        head("at", "what happens", "what becomes of it", "the mapping then ends at");
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        moment(bed, "Ana sends", bed.udpOut(ANA, ONE));
        bed.pass(200);
        moment(bed, "the server sends", bed.udpIn(ONE, OUT));
        bed.pass(90);
        moment(bed, "Ana sends", bed.udpOut(ANA, ONE));
        bed.pass(299);
        moment(bed, "the server sends", bed.udpIn(ONE, OUT));
        bed.pass(2);
        moment(bed, "the server sends", bed.udpIn(ONE, OUT));
        isOn("timeouts");
    }

    private void moment(Bed bed, String what, Outcome outcome) {
        long ends = bed.book.expiry.values().stream().mapToLong(Long::longValue).max().orElse(0);
        line(
                bed.now / Bed.SECOND + " s",
                what,
                fate(outcome),
                ends == 0 ? "" : ends / Bed.SECOND + " s");
    }

    @Test
    void fragments() throws IOException {
        head("fragments", "in order: 1, 2, 3", "out of order: 3, 2, 1");
        for (Fragments fragments : Fragments.values()) {
            line(word(fragments), order(fragments, 1, 2, 3), order(fragments, 3, 2, 1));
        }
        isOn("fragments");
    }

    private static String order(Fragments fragments, int... numbers) {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withFragments(fragments));
        Packet whole = Packets.udp(ANA, ONE);
        for (int number : numbers) {
            bed.allOut(Packets.fragment(whole, 7, (number - 1) * 1480, number < 3));
        }
        String left =
                bed.outcomes.stream()
                        .filter(Outcome::isOutward)
                        .map(one -> one.packet().fragmentOffset / 1480 + 1)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        return left.isEmpty() ? "none leaves" : left + (left.length() == 1 ? " leaves" : " leave");
    }

    @Test
    void icmp() throws IOException {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(BEN, ONE);
        Packet sent = bed.udpOut(ANA, ONE).packet();
        Packet error = Packets.error(Icmp.HOP_LIMIT, "203.0.113.9", sent);
        head("", "outside", "inside");
        Packet quoted = new Outcome(Outcome.Door.INWARD, error, null, 0).quoted();
        String to = error.destinationIp().toString();
        String from = quoted.source().toString();
        Outcome inside = bed.in(error);
        line("the error goes to", to, inside.packet().destinationIp());
        line("it comes from", "203.0.113.9", inside.packet().sourceIp());
        line("it quotes a packet from", from, quoted.source());
        line("to", ONE, quoted.destination());
        isOn("icmp");
    }

    @Test
    void carrierGradeNat() throws IOException {
        Bed home = Bed.of(NatBehaviour.FULL_CONE, "100.64.0.21");
        Bed carrier =
                Bed.of(
                        NatBehaviour.ADDRESS_RESTRICTED.withPorts(PortAssignment.BLOCKS),
                        Bed.OUTSIDE);
        head("where", "the packet comes from");
        Packet packet = Packets.udp(ANA, ONE);
        line("at Ana's", packet.source());
        home.out(packet);
        line("between home and carrier", packet.source());
        carrier.out(packet);
        line("in the internet", packet.source());
        isOn("cgnat");
        head("who sends to " + packet.source(), "at the carrier's", "at the home's");
        for (String from : List.of(ONE, ONE_OTHER_PORT, TWO)) {
            Packet back = Packets.udp(from, packet.source().toString());
            Outcome first = carrier.in(back);
            line(from, fate(first), first.isInward() ? fate(home.in(back)) : "");
        }
        isOn("cgnat");
    }

    @Test
    void linuxMasquerade() throws IOException {
        for (boolean inputFilter : new boolean[] {true, false}) {
            Bed bed =
                    Bed.of(new Nat.LinuxMasquerade(false, inputFilter), Firewall.OPEN, Bed.OUTSIDE);
            head("step", "what becomes of it");
            line("Ana asks a server, 198.51.100.1:3478", fate(bed.udpOut(ANA, ONE)));
            line("Ben sends to 18.18.18.18:5000 first", fate(bed.udpIn(TWO, OUT)));
            Outcome ana = bed.udpOut(ANA, TWO);
            String port = ana.source().port() == 5000 ? fate(ana) : "leaves with another port";
            line("Ana sends to Ben", port);
            line("Ben sends to 18.18.18.18:5000 again", fate(bed.udpIn(TWO, OUT)));
            isOn("linux-masquerade");
        }
    }

    @Test
    void nat64() throws IOException {
        Bed bed =
                Bed.of(
                        new Nat.Nat64(PrefixEmbedding.WELL_KNOWN, NatBehaviour.PORT_RESTRICTED),
                        Firewall.OPEN,
                        Bed.OUTSIDE);
        head("", "from", "to", "bytes");
        Packet packet = Packets.udp("[2001:db8:c::21]:5000", "[64:ff9b::198.51.100.1]:3478");
        packet.payload(new byte[100], 0, 100);
        line("Ana sends", packet.source(), packet.destination(), packet.sizeBytes());
        bed.out(packet);
        line("outside it is", packet.source(), packet.destination(), packet.sizeBytes());
        Packet back = Packets.udp(ONE, OUT);
        back.payload(new byte[100], 0, 100);
        line("the answer", back.source(), back.destination(), back.sizeBytes());
        bed.in(back);
        line("inside it is", back.source(), back.destination(), back.sizeBytes());
        isOn("nat64");
    }

    @Test
    void ipv6Firewall() throws IOException {
        String ana = "[2001:db8:1::21]:5000";
        String one = "[2001:db8:9::1]:3478";
        head("inbound", "the one Ana sent to", "its other port", "another machine");
        for (Dependence inbound : Dependence.values()) {
            Bed bed = Bed.of(new Nat.None(), Firewall.STATEFUL.withInbound(inbound), "2001:db8::1");
            bed.udpOut(ana, one);
            line(
                    word(inbound),
                    passes(bed.udpIn(one, ana)),
                    passes(bed.udpIn("[2001:db8:9::1]:3479", ana)),
                    passes(bed.udpIn("[2001:db8:9::2]:3478", ana)));
        }
        isOn("ipv6-firewall");
        head("rule", "UDP to 3478", "TCP to 3478", "TCP to 443");
        rule("without UDP", Firewall.OPEN.withoutUdp());
        rule("only TCP to 80 and 443", Firewall.OPEN.withoutUdp().withTcpPorts(80, 443));
        rule(
                "only through the proxy",
                Firewall.OPEN.withoutUdp().withProxy(IpAddress.parse("192.0.2.9")));
        isOn("ipv6-firewall");
    }

    private void rule(String words, Firewall firewall) {
        Bed bed = Bed.of(new Nat.None(), firewall, "203.0.113.1");
        line(
                words,
                passes(bed.udpOut("192.0.2.2:5000", ONE)),
                passes(bed.tcpOut("192.0.2.2:5000", ONE, TcpFlags.SYN)),
                passes(bed.tcpOut("192.0.2.2:5000", "198.51.100.1:443", TcpFlags.SYN)));
    }

    private static String passes(Outcome outcome) {
        return outcome.reason() == null ? "passes" : "`" + outcome.reason() + "`";
    }
}
