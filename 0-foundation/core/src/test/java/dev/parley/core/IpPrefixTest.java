package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "fc00::/7, fdff::1, true",
        "fc00::/7, fe00::1, false",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff, true",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "::/0, fe80::1, true",
        "::ffff:10.0.0.0/104, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, false",
    })
    void containsWhatSharesItsLeadingBits(String prefix, String address, boolean inside) {
        assertThat(IpPrefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "::/129",
                "example.org/8",
                "10.0.0.0/255.0.0.0"
            })
    void refusesAnythingElseAndSaysWhatIsWanted(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpPrefix.parse(text))
                .withMessageContaining(text)
                .withMessageContaining("write 10.0.0.0/8");
    }

    @Test
    void keepsNoHostBits() {
        assertThat(IpPrefix.parse("10.1.2.3/8")).isEqualTo(IpPrefix.parse("10.0.0.0/8"));
        assertThat(IpPrefix.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThat(IpPrefix.parse("2001:db8::1")).hasToString("2001:db8::1/128");
    }

    @Test
    void refusesToMaskBeyondTheAddress() {
        IpAddress ipv4 = IpAddress.parse("10.0.0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.mask(ipv4, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.mask(ipv4, -1));
    }

    @Test
    void masksLikeArithmeticOnBigNumbers() {
        Seeds.forEach(300, IpPrefixTest::compareWithBigNumbers);
    }

    private static void compareWithBigNumbers(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        IpAddress address =
                random.nextInt(2) == 0
                        ? IpAddress.v4((int) random.nextLong())
                        : IpAddress.v6(random.nextLong(), random.nextLong());
        int bits = address.byteLength() * 8;
        for (int length = 0; length <= bits; length++) {
            byte[] bytes = new byte[address.byteLength()];
            address.write(bytes, 0);
            BigInteger want = new BigInteger(1, bytes).shiftRight(bits - length);
            IpPrefix.mask(address, length).write(bytes, 0);
            BigInteger masked = new BigInteger(1, bytes);
            assertThat(masked).isEqualTo(want.shiftLeft(bits - length));
        }
    }
}
