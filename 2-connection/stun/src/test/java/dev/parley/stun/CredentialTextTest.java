package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Nonce cookies, prepared strings and the keys made of them. */
class CredentialTextTest {

    @Test
    void nonceCookieCarriesItsBits() {
        int both = NonceCookie.PASSWORD_ALGORITHMS | NonceCookie.USERNAME_ANONYMITY;
        for (int features : new int[] {0, NonceCookie.PASSWORD_ALGORITHMS, both, 0xFFFFFF}) {
            String cookie = NonceCookie.write(features);
            assertThat(cookie).hasSize(NonceCookie.LENGTH);
            assertThat(NonceCookie.read(cookie + "rest of the nonce")).isEqualTo(features);
        }
        assertThat(NonceCookie.write(both)).isEqualTo("obMatJos2wAAA");
    }

    @Test
    void otherNoncesHaveNoCookie() {
        assertThat(NonceCookie.read("")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.read("obMatJos2AAA")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.read("obMatJos2 AAAA")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.read("obMatJos2A===x")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.read("obMatJos2\u20ACAAA")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.read("f//499k954d6OL34oL9FSTvy64sA")).isEqualTo(NonceCookie.NONE);
    }

    @Test
    void opaqueStringsKeepLettersAndUnifySpaces() {
        assertThat(OpaqueString.prepare("correct horse")).isEqualTo("correct horse");
        assertThat(OpaqueString.prepare("a\u00A0b\u3000c")).isEqualTo("a b c");
        assertThat(OpaqueString.prepare("A\u030A")).isEqualTo("\u00C5");
        assertThat(OpaqueString.prepare("Case")).isEqualTo("Case");
    }

    @Test
    void opaqueStringsOfAConfigurationAreChecked() {
        assertThat(OpaqueString.isAllowed("\u03C0\u00DF\u00E5 1")).isTrue();
        assertThat(OpaqueString.isAllowed("")).isFalse();
        assertThat(OpaqueString.isAllowed("a\tb")).isFalse();
        assertThat(OpaqueString.isAllowed("\uD800")).isFalse();
    }

    @Test
    void keysAreDigestsOfTheThreeParts() {
        // The example of RFC 8489 section 18.5.1.1.
        assertThat(LongTermKey.md5("user", "realm", "pass"))
                .isEqualTo(HexFormat.of().parseHex("8493fbc53ba582fb4c044c456bdc40eb"));
        assertThat(LongTermKey.of(PasswordAlgorithm.MD5, "user", "realm", "pass"))
                .isEqualTo(LongTermKey.md5("user", "realm", "pass"));
        assertThat(LongTermKey.of(PasswordAlgorithm.SHA256, "user", "realm", "pass"))
                .isEqualTo(LongTermKey.sha256("user", "realm", "pass"))
                .hasSize(32);
        assertThatThrownBy(() -> LongTermKey.of(new PasswordAlgorithm(3, 0), "u", "r", "p"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
