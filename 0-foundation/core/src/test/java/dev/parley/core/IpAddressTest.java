package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        // RFC 5952 section 4.1: no leading zeros; 4.3: lower case
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        // 4.2.1: as short as possible
        "2001:db8::0:1, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        // 4.2.2: a single zero group stays
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        // 4.2.3: the longest run, the first of equal ones
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        // ends and whole
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        // 5: a known mapped prefix keeps its IPv4 part readable
        "::ffff:c000:201, ::ffff:192.0.2.1",
        "::1.2.3.4, ::102:304",
        "[2001:db8::1], 2001:db8::1",
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
    })
    void writesTheCanonicalText(String literal, String canonical) {
        assertThat(IpAddress.parse(literal)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "1",
                "10",
                "127.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "192.168.010.1",
                "1..2.3",
                ".1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "-1.2.3.4",
                "1.2.3.4 ",
                "0x7f.0.0.1",
                "4294967296.1.1.1",
                "[192.0.2.1]",
                ":",
                ":::",
                "1::2::3",
                "::1%eth0",
                "::g",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::12345",
                "[::1",
                "::1]"
            })
    void refusesWhatIsNotALiteral(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
    }

    @Test
    void keepsMappedApartFromIpv4() {
        IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");
        IpAddress plain = IpAddress.parse("192.0.2.1");
        assertThat(mapped.v6()).isTrue();
        assertThat(mapped).isNotEqualTo(plain);
        assertThat(mapped.unmapped()).isEqualTo(plain);
        assertThat(plain.unmapped()).isEqualTo(plain);
        IpAddress compatible = IpAddress.parse("::192.0.2.1");
        assertThat(compatible.unmapped()).isEqualTo(compatible);
    }

    @Test
    void agreesWithTheJdk() {
        Seeds.forEach(300, IpAddressTest::compareWithJdk);
    }

    private static void compareWithJdk(long seed) {
        IpAddress address = any(RandomSource.seeded(seed));
        String text = address.toString();
        assertThat(IpAddress.parse(text)).isEqualTo(address);
        assertThat(IpAddress.of(InetAddress.ofLiteral(text))).isEqualTo(address.unmapped());
        assertThat(IpAddress.of(address.toInetAddress())).isEqualTo(address.unmapped());
        byte[] bytes = new byte[3 + address.byteLength()];
        address.write(bytes, 3);
        assertThat(IpAddress.read(bytes, 3, address.byteLength())).isEqualTo(address);
    }

    /** Zero groups are made likely, since only they are hard to write. */
    private static IpAddress any(RandomSource random) {
        if (random.nextInt(4) == 0) {
            return IpAddress.v4((int) random.nextLong());
        }
        long high = 0;
        long low = random.nextInt(20) == 0 ? 0xFFFF : 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | (random.nextInt(2) == 0 ? 0 : random.nextInt(0x10000));
            low = low << 16 | (random.nextInt(2) == 0 ? 0 : random.nextInt(0x10000));
        }
        return IpAddress.v6(high, low);
    }

    @Test
    void ordersByFamilyAndThenUnsigned() {
        List<IpAddress> ordered =
                List.of(
                        IpAddress.parse("0.0.0.0"),
                        IpAddress.parse("9.9.9.9"),
                        IpAddress.parse("200.0.0.1"),
                        IpAddress.parse("::"),
                        IpAddress.parse("::ffff:ffff:ffff:ffff"),
                        IpAddress.parse("0:0:0:1::"),
                        IpAddress.parse("fe80::1"));
        assertThat(ordered.reversed().stream().sorted().toList()).isEqualTo(ordered);
    }

    @Test
    void knowsTheUnspecifiedOnes() {
        assertThat(IpAddress.parse("0.0.0.0").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("::1").isUnspecified()).isFalse();
        assertThat(IpAddress.parse("0.0.0.1").isUnspecified()).isFalse();
    }

    @Test
    void showsTheNetworkAndHidesTheHostInLogs() {
        assertThat(IpAddress.parse("203.0.113.77").redacted()).isEqualTo("203.0.x.x");
        assertThat(IpAddress.parse("2001:db8:1:2:3:4:5:6").redacted()).isEqualTo("2001:db8::x");
        assertThat(TransportAddress.parse("[2001:db8:1::9]:4000").redacted())
                .isEqualTo("2001:db8::x:4000");
    }

    @Test
    void refusesBitsBeyondAnIpv4Address() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress(false, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpAddress(false, 0, 1L << 32));
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.read(new byte[8], 0, 5));
    }
}
