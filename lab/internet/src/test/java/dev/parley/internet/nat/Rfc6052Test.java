package dev.parley.internet.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IPv4 inside IPv6 (RFC 6052), and name servers that make such addresses up (RFC 6147). */
class Rfc6052Test {
    private static final IpAddress EXAMPLE = IpAddress.parse("192.0.2.33");

    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32, 2001:db8:c000:221::",
        "2001:db8:100::/40, 2001:db8:1c0:2:21::",
        "2001:db8:122::/48, 2001:db8:122:c000:2:2100::",
        "2001:db8:122:300::/56, 2001:db8:122:3c0:0:221::",
        "2001:db8:122:344::/64, 2001:db8:122:344:c0:2:2100::",
        "2001:db8:122:344::/96, 2001:db8:122:344::192.0.2.33",
        "64:ff9b::/96, 64:ff9b::192.0.2.33"
    })
    void section2_4_theExamplesOfTheRfc(String prefix, String address) {
        IpPrefix block = IpPrefix.parse(prefix);
        assertThat(PrefixEmbedding.embed(block, EXAMPLE)).isEqualTo(IpAddress.parse(address));
        assertThat(PrefixEmbedding.extract(block, IpAddress.parse(address))).isEqualTo(EXAMPLE);
    }

    @Test
    void whatWasEmbeddedComesOut() {
        RandomSource random = RandomSource.seeded(1);
        for (int length : new int[] {32, 40, 48, 56, 64, 96}) {
            for (int i = 0; i < 1000; i++) {
                IpPrefix prefix =
                        new IpPrefix(
                                IpAddress.v6(
                                        random.nextLong(), random.nextLong() & 0xFFFFFFFFFFFFFFL),
                                length);
                IpAddress ipv4 = IpAddress.v4((int) random.nextLong());
                IpAddress embedded = PrefixEmbedding.embed(prefix, ipv4);
                assertThat(embedded.low() >>> 56).isZero();
                assertThat(PrefixEmbedding.extract(prefix, embedded)).isEqualTo(ipv4);
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        IpPrefix prefix = PrefixEmbedding.WELL_KNOWN;
        assertThatThrownBy(() -> PrefixEmbedding.embed(prefix, IpAddress.parse("::1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrefixEmbedding.extract(prefix, IpAddress.parse("::1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrefixEmbedding.embed(IpPrefix.parse("2001:db8::/72"), EXAMPLE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrefixEmbedding.embed(IpPrefix.parse("10.0.0.0/8"), EXAMPLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rfc6147_namesWithIpv6KeepTheirAddresses() {
        Dns64 dns = new Dns64(PrefixEmbedding.WELL_KNOWN);
        IpAddress real = IpAddress.parse("2001:db8::1");
        assertThat(dns.answer(List.of(EXAMPLE, real))).containsExactly(real);
    }

    @Test
    void rfc6147_namesWithoutIpv6GetMadeUpOnes() {
        Dns64 dns = new Dns64(PrefixEmbedding.WELL_KNOWN);
        assertThat(dns.answer(List.of(EXAMPLE)))
                .containsExactly(IpAddress.parse("64:ff9b::192.0.2.33"));
        assertThat(dns.answer(List.of())).isEmpty();
    }
}
