package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.NetworkEvent.RemovalReason;
import dev.parley.internet.Packet;
import dev.parley.internet.TableRow.Kind;
import dev.parley.internet.TcpFlags;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatTimeouts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 7857: what was learned since; and what happens to a NAT as a whole. */
class Rfc7857Test {
    private static final int SYN = TcpFlags.SYN;
    private static final int ACK = TcpFlags.ACK;
    private static final int RST = TcpFlags.RST;

    private static final String ANA = "192.168.1.2:5000";
    private static final String BEN = "192.168.1.3:5000";
    private static final String OUT = Bed.OUTSIDE + ":5000";
    private static final String ONE = "198.51.100.1:443";
    private static final String TWO = "198.51.100.2:443";

    private static Bed connected() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.tcpOut(ANA, ONE, SYN);
        bed.tcpIn(ONE, OUT, SYN | ACK);
        return bed;
    }

    @Test
    void sessionTracking_aResetIsBelievedAfterFourMinutes() {
        Bed bed = connected();
        bed.tcpIn(ONE, OUT, RST);
        bed.pass(239.9);
        assertThat(bed.book.of(Kind.CONNECTION)).hasSize(1);
        bed.pass(0.1);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.book.removals).containsOnly(RemovalReason.CLOSED);
    }

    @Test
    void sessionTracking_aPacketAfterAResetSaysItWasNotMeant() {
        Bed bed = connected();
        bed.tcpIn(ONE, OUT, RST);
        bed.pass(100);
        bed.tcpOut(ANA, ONE, ACK);
        bed.pass(7000);
        assertThat(bed.tcpIn(ONE, OUT, ACK).isInward()).isTrue();
    }

    @Test
    void sessionTracking_resetsProlongNothing() {
        Bed bed = connected();
        bed.tcpIn(ONE, OUT, RST);
        bed.pass(200);
        bed.tcpIn(ONE, OUT, RST);
        bed.pass(40);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void sessionTracking_whoWatchesIsToldOfEachChange() {
        Bed bed = connected();
        long open = bed.book.expiry.values().stream().mapToLong(Long::longValue).max().orElse(0);
        assertThat(open).isEqualTo(7440 * Bed.SECOND);
        bed.tcpOut(ANA, ONE, RST);
        assertThat(bed.book.expiry.values()).containsOnly(240 * Bed.SECOND);
    }

    @Test
    void protocolIndependence_tablesOfTheProtocolsAreApart() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        assertThat(bed.udpOut(ANA, ONE).source()).hasToString(OUT);
        assertThat(bed.tcpOut(BEN, ONE, SYN).source()).hasToString(OUT);
        assertThat(bed.out(Packets.ping("192.168.1.4", "198.51.100.1", 5000)).source())
                .hasToString(OUT);
        assertThat(bed.udpIn(TWO, OUT).destination()).hasToString(ANA);
        assertThat(bed.tcpIn(TWO, OUT, SYN).destination()).hasToString(BEN);
    }

    @Test
    void mappingRefresh_whatIsFilteredRefreshesNothing() {
        NatTimeouts refreshing = new NatTimeouts(300, 7440, 240, 60, true, 65_536);
        Bed bed = Bed.of(NatBehaviour.ADDRESS_RESTRICTED.withTimeouts(refreshing));
        bed.udpOut(ANA, ONE);
        bed.pass(299);
        bed.udpIn(TWO, OUT);
        bed.pass(1);
        assertThat(bed.book.rows).isEmpty();
    }

    @Test
    void pairing_aMachineWhoseAddressHasNoPortLeftGetsNoOther() {
        Bed bed =
                Bed.of(
                        NatBehaviour.FULL_CONE.withTimeouts(
                                new NatTimeouts(300, 7440, 240, 60, false, 200_000)),
                        "18.18.18.1",
                        "18.18.18.2");
        Set<IpAddress> used = new HashSet<>();
        for (int port = 1024; port < 65_536; port++) {
            used.add(bed.udpOut("192.168.1.2:" + port, ONE).source().ip());
        }
        bed.outcomes.clear();
        assertThat(used).hasSize(1);
        // Another machine, by turns, has the other address; the third finds the first one full.
        IpAddress second = bed.udpOut(BEN, ONE).source().ip();
        assertThat(used).doesNotContain(second);
        assertThat(bed.udpOut("192.168.1.4:5000", ONE).source().ip()).isEqualTo(second);
        assertThat(bed.udpOut("192.168.1.2:80", ONE).source().ip()).isIn(used);
    }

    @Test
    void identification_fragmentsOfTwoMachinesAreNotMixed() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        Packet ofAna = Packets.udp(ANA, ONE);
        Packet ofBen = Packets.udp(BEN, ONE);
        int first = bed.out(Packets.fragment(ofAna, 7, 0, true)).packet().fragmentId;
        int other = bed.out(Packets.fragment(ofBen, 7, 0, true)).packet().fragmentId;
        assertThat(first).isEqualTo(7);
        assertThat(other).isNotEqualTo(7);
        assertThat(bed.out(Packets.fragment(ofAna, 7, 1480, false)).packet().fragmentId)
                .isEqualTo(first);
        assertThat(bed.out(Packets.fragment(ofBen, 7, 1480, false)).packet().fragmentId)
                .isEqualTo(other);
    }

    // ---- the NAT as a whole

    @Test
    void aRebootForgetsEverything() {
        Bed bed = connected();
        bed.udpOut(ANA, TWO);
        Packet held = Packets.fragment(Packets.udp(ANA, TWO), 3, 1480, false);
        bed.allOut(held);
        bed.box.reboot(bed.now, bed);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.book.removals).containsOnly(RemovalReason.REBOOT);
        assertThat(bed.outcomes.getLast().packet()).isSameAs(held);
        assertThat(bed.outcomes.getLast().reason()).isEqualTo(DropReason.INCOMPLETE);
        assertThat(bed.udpIn(TWO, OUT).reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.tcpOut(ANA, ONE, ACK).reason()).isEqualTo(DropReason.NO_MAPPING);
        assertThat(bed.udpOut(BEN, TWO).source()).hasToString(OUT); // Ana's port is free again
    }

    @Test
    void aNewAddressForgetsTheMappingsOfTheOldOne() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED);
        bed.udpOut(ANA, ONE);
        IpAddress fresh = IpAddress.parse("18.18.18.99");
        bed.box.changeAddress(bed.now, IpAddress.parse(Bed.OUTSIDE), fresh);
        assertThat(bed.book.rows).isEmpty();
        assertThat(bed.book.removals).containsOnly(RemovalReason.ADDRESS_CHANGED);
        assertThat(bed.udpIn(ONE, OUT).isInward()).isFalse();
        assertThat(bed.udpOut(ANA, ONE).source()).hasToString("18.18.18.99:5000");
        assertThat(bed.udpIn(ONE, "18.18.18.99:5000").destination()).hasToString(ANA);
        assertThat(bed.box.hairpins(fresh)).isTrue();
        assertThat(bed.box.hairpins(IpAddress.parse(Bed.OUTSIDE))).isFalse();
    }

    @Test
    void oneOfSeveralAddressesMayChange() {
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED, "18.18.18.1", "18.18.18.2");
        IpAddress ofAna = bed.udpOut(ANA, ONE).source().ip();
        IpAddress ofBen = bed.udpOut(BEN, ONE).source().ip();
        assertThat(ofAna).isNotEqualTo(ofBen);
        bed.box.changeAddress(bed.now, ofAna, IpAddress.parse("18.18.18.3"));
        assertThat(bed.udpIn(ONE, ofBen + ":5000").isInward()).isTrue();
        assertThat(bed.udpOut("192.168.1.3:5001", ONE).source().ip()).isEqualTo(ofBen);
        assertThat(bed.book.of(Kind.MAPPING)).hasSize(2);
    }

    @Test
    void theTableHasACap() {
        NatTimeouts small = new NatTimeouts(300, 7440, 240, 60, false, 10);
        Bed bed = Bed.of(NatBehaviour.FULL_CONE.withTimeouts(small));
        for (int port = 5000; port < 5010; port++) {
            assertThat(bed.udpOut("192.168.1.2:" + port, ONE).isOutward()).isTrue();
        }
        assertThat(bed.udpOut("192.168.1.2:5010", ONE).reason()).isEqualTo(DropReason.TABLE_FULL);
        assertThat(bed.udpOut("192.168.1.2:5009", TWO).isOutward()).isTrue();
        bed.pass(299);
        bed.udpOut("192.168.1.2:5009", TWO);
        bed.pass(1);
        assertThat(bed.udpOut("192.168.1.2:5010", ONE).isOutward()).isTrue();
    }

    @Test
    void permissionsCountToo() {
        NatTimeouts small = new NatTimeouts(300, 7440, 240, 60, false, 10);
        Bed bed = Bed.of(NatBehaviour.PORT_RESTRICTED.withTimeouts(small));
        int passed = 0;
        for (int port = 1000; port < 1100; port++) {
            passed += bed.udpOut(ANA, "198.51.100.1:" + port).isOutward() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(9);
        assertThat(bed.book.rows).hasSize(10);
    }

    @Test
    void carriersStackUp() {
        // A home behind a carrier: whatever passes both is what both let pass.
        Bed home = Bed.of(NatBehaviour.FULL_CONE, "100.64.0.2");
        Bed carrier = Bed.of(NatBehaviour.PORT_RESTRICTED, Bed.OUTSIDE);
        Packet packet = Packets.udp(ANA, ONE);
        home.out(packet);
        assertThat(packet.source()).hasToString("100.64.0.2:5000");
        Outcome out = carrier.out(packet);
        assertThat(out.source()).hasToString(OUT);
        Packet back = Packets.udp(ONE, OUT);
        carrier.in(back);
        assertThat(home.in(back).destination()).hasToString(ANA);
        assertThat(carrier.udpIn(TWO, OUT).isInward()).isFalse();
    }

    @Test
    void withoutAnIpv4AddressThereIsNoIpv4() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE, "2001:db8::9");
        assertThat(bed.udpOut(ANA, ONE).reason()).isEqualTo(DropReason.FAMILY);
        assertThat(bed.udpOut("[2001:db8:1::2]:5000", "[2001:db8:9::1]:9").isOutward()).isTrue();
        Bed without = Bed.of(NatBehaviour.FULL_CONE);
        assertThat(without.udpOut("[2001:db8:1::2]:5000", "[2001:db8:9::1]:9").reason())
                .isEqualTo(DropReason.FAMILY);
    }

    @Test
    void rowsAreRefreshedForTheWatcherOnceASecond() {
        Bed bed = Bed.of(NatBehaviour.FULL_CONE);
        bed.udpOut(ANA, ONE);
        for (int i = 0; i < 100; i++) {
            bed.udpOut(ANA, ONE);
            bed.pass(0.1);
        }
        assertThat(bed.book.refreshments).isBetween(9, 11);
        assertThat(List.copyOf(bed.book.expiry.values()))
                .allMatch(until -> until > 308 * Bed.SECOND);
    }
}
