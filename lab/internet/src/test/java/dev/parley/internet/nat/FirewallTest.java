package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import org.junit.jupiter.api.Test;

/** Firewalls that look at protocols and ports, alone and before a NAT. */
class FirewallTest {
    private static final String ANA = "192.0.2.2:5000";
    private static final String SITE = "198.51.100.1:443";

    private static Bed routed(Firewall firewall) {
        return Bed.of(new Nat.None(), firewall, "198.51.100.9");
    }

    private static Bed translated(Firewall firewall) {
        return Bed.of(new Nat.Rfc4787(NatBehaviour.FULL_CONE), firewall, Bed.OUTSIDE);
    }

    @Test
    void withoutAFirewallEverythingPasses() {
        Bed bed = routed(Firewall.OPEN);
        assertThat(bed.udpIn(SITE, ANA).isInward()).isTrue();
        assertThat(bed.tcpOut(ANA, SITE, TcpFlags.ACK).isOutward()).isTrue();
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void udpIsBlockedBothWays() {
        for (Bed bed :
                new Bed[] {
                    routed(Firewall.OPEN.withoutUdp()), translated(Firewall.OPEN.withoutUdp())
                }) {
            assertThat(bed.udpOut(ANA, SITE).reason()).isEqualTo(DropReason.UDP_BLOCKED);
            assertThat(bed.tcpOut(ANA, SITE, TcpFlags.SYN).isOutward()).isTrue();
            assertThat(bed.out(Packets.ping("192.0.2.2", "198.51.100.1", 3)).isOutward()).isTrue();
        }
        assertThat(routed(Firewall.OPEN.withoutUdp()).udpIn(SITE, ANA).reason())
                .isEqualTo(DropReason.UDP_BLOCKED);
    }

    @Test
    void fragmentsOfBlockedPacketsAreBlocked() {
        Bed bed = routed(Firewall.OPEN.withoutUdp());
        var whole = Packets.udp(ANA, SITE);
        assertThat(bed.out(Packets.fragment(whole, 5, 0, true)).reason())
                .isEqualTo(DropReason.UDP_BLOCKED);
        assertThat(bed.out(Packets.fragment(whole, 5, 1480, false)).reason())
                .isEqualTo(DropReason.UDP_BLOCKED);
    }

    @Test
    void onlyGivenPortsMayBeConnectedTo() {
        for (Bed bed :
                new Bed[] {
                    routed(Firewall.OPEN.withTcpPorts(80, 443)),
                    translated(Firewall.OPEN.withTcpPorts(80, 443))
                }) {
            assertThat(bed.tcpOut(ANA, "198.51.100.1:3478", TcpFlags.SYN).reason())
                    .isEqualTo(DropReason.TCP_PORT_BLOCKED);
            Outcome syn = bed.tcpOut(ANA, SITE, TcpFlags.SYN);
            assertThat(syn.isOutward()).isTrue();
            String from = syn.source().toString();
            assertThat(bed.tcpIn(SITE, from, TcpFlags.SYN | TcpFlags.ACK).isInward()).isTrue();
            assertThat(bed.tcpOut(ANA, SITE, TcpFlags.ACK).isOutward()).isTrue();
            assertThat(bed.udpOut(ANA, "198.51.100.1:3478").isOutward()).isTrue();
        }
    }

    @Test
    void answersToConnectionsFromOutsideMayLeaveFromAnyPort() {
        Bed bed = routed(Firewall.OPEN.withTcpPorts(443));
        assertThat(bed.tcpIn("198.51.100.1:40000", "192.0.2.2:22", TcpFlags.SYN).isInward())
                .isTrue();
        assertThat(
                        bed.tcpOut(
                                        "192.0.2.2:22",
                                        "198.51.100.1:40000",
                                        TcpFlags.SYN | TcpFlags.ACK)
                                .isOutward())
                .isTrue();
        assertThat(bed.tcpOut("192.0.2.2:22", "198.51.100.1:40001", TcpFlags.SYN).reason())
                .isEqualTo(DropReason.TCP_PORT_BLOCKED);
    }

    @Test
    void onlyTheProxyMayConnect() {
        Bed bed =
                translated(
                        Firewall.OPEN
                                .withoutUdp()
                                .withTcpPorts(443)
                                .withProxy(IpAddress.parse("192.168.1.9")));
        assertThat(bed.tcpOut("192.168.1.2:5000", SITE, TcpFlags.SYN).reason())
                .isEqualTo(DropReason.PROXY_ONLY);
        assertThat(bed.tcpOut("192.168.1.9:5000", SITE, TcpFlags.SYN).isOutward()).isTrue();
        assertThat(bed.tcpOut("192.168.1.9:5000", "198.51.100.1:80", TcpFlags.SYN).reason())
                .isEqualTo(DropReason.TCP_PORT_BLOCKED);
        assertThat(bed.tcpOut("192.168.1.2:5000", SITE, TcpFlags.ACK).reason())
                .isEqualTo(DropReason.PROXY_ONLY);
    }

    @Test
    void theFirewallJudgesInsideAddressesAndTheRowNamedIsTheNats() {
        Bed bed = translated(Firewall.STATEFUL.withTcpPorts(443));
        Outcome syn = bed.tcpOut("192.168.1.2:5000", SITE, TcpFlags.SYN);
        assertThat(syn.source()).hasToString(Bed.OUTSIDE + ":5000");
        assertThat(bed.book.row(syn.row()).outside()).isNotNull();
        assertThat(bed.book.rows.values())
                .anySatisfy(row -> {
                    assertThat(row.outside()).isNull();
                    assertThat(row.inside()).hasToString("192.168.1.2:5000");
                });
    }

    @Test
    void whatTheNatLetsInIsFilteredToo() {
        Bed bed = translated(Firewall.STATEFUL);
        bed.udpOut("192.168.1.2:5000", SITE);
        assertThat(bed.udpIn(SITE, Bed.OUTSIDE + ":5000").isInward()).isTrue();
        assertThat(bed.udpIn("203.0.113.5:9", Bed.OUTSIDE + ":5000").reason())
                .isEqualTo(DropReason.UNSOLICITED);
    }

    @Test
    void thePowerGoesOffAndOn() {
        Bed bed = routed(Firewall.STATEFUL);
        bed.udpOut(ANA, SITE);
        bed.box.reboot(bed.now, bed);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.udpIn(SITE, ANA).reason()).isEqualTo(DropReason.UNSOLICITED);
    }
}
