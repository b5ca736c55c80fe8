package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    private static final int OFFSET = 3;

    /** Messages 00, 01, 02, ... of each length, under a key of the same kind; from OpenSSL. */
    @ParameterizedTest
    @CsvSource({
        "0, A3817F04BA25A8E66DF67214C7550293",
        "8, 3B62A9BA6258F5610F83E264F31497B4",
        "15, 5493E99933B0A8117E08EC0F97CFC3D9",
        "27, ABF248AF69A6EAE4BFD3EB2F129EEB94"
    })
    void isTheOneThatOthersKnow(int length, String expected) {
        byte[] message = new byte[OFFSET + length];
        for (int i = 0; i < length; i++) {
            message[OFFSET + i] = (byte) i;
        }
        byte[] key = new byte[SipHash.KEY_BYTES];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        byte[] code = new byte[SipHash.BYTES];
        new SipHash(key).compute(message, OFFSET, length, code);
        assertThat(code).isEqualTo(HexFormat.of().parseHex(expected));
    }
}
