package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemFilesTest {
    @TempDir private Path directory;

    private Path file(String name, String... blocks) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", blocks));
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    @Test
    void readsAChainAndAKey() throws Exception {
        TestCertificate one = TestCertificate.of("one", "EC");
        TestCertificate two = TestCertificate.of("rsa", "RSA");
        Path chain =
                file(
                        "chain.pem",
                        "a comment",
                        block("CERTIFICATE", one.certificate().getEncoded()),
                        block("CERTIFICATE", two.certificate().getEncoded()));
        assertThat(PemFiles.certificates(chain))
                .containsExactly(one.certificate(), two.certificate());
        Path key = file("key.pem", block("PRIVATE KEY", one.key().getEncoded()));
        assertThat(PemFiles.privateKey(key)).isEqualTo(one.key());
        Path single = file("single.pem", block("CERTIFICATE", one.certificate().getEncoded()));
        assertThat(TlsContext.ofPem(single, key)).isNotNull();
    }

    @Test
    void readsTheOlderKeyForms() throws Exception {
        TestCertificate rsa = TestCertificate.of("rsa", "RSA");
        byte[] pkcs8 = rsa.key().getEncoded();
        // SEQUENCE (4 bytes of header), version (3), algorithm (15), OCTET STRING header (4)
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        assertThat(PemFiles.privateKey(file("rsa.pem", block("RSA PRIVATE KEY", pkcs1))))
                .isEqualTo(rsa.key());

        TestCertificate ec = TestCertificate.of("one", "EC");
        String curve = "06082A8648CE3D030107"; // P-256, wrapped as [0]
        if (((ECPrivateKey) ec.key()).getParams().getOrder().bitLength() == 384) {
            curve = "06052B81040022";
        }
        byte[] secret = ((ECPrivateKey) ec.key()).getS().toByteArray();
        byte[] oid = HexFormat.of().parseHex(curve);
        ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
        sec1.writeBytes(
                new byte[] {0x30, (byte) (3 + 2 + secret.length + 2 + oid.length), 2, 1, 1, 4});
        sec1.write(secret.length);
        sec1.writeBytes(secret);
        sec1.write(0xA0);
        sec1.write(oid.length);
        sec1.writeBytes(oid);
        Path file =
                file(
                        "ec.pem",
                        block("EC PARAMETERS", oid),
                        block("EC PRIVATE KEY", sec1.toByteArray()));
        assertThat(((ECPrivateKey) PemFiles.privateKey(file)).getS())
                .isEqualTo(((ECPrivateKey) ec.key()).getS());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path empty = file("empty.pem", "nothing here");
        assertThatThrownBy(() -> PemFiles.certificates(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem holds no certificate");
        assertThatThrownBy(() -> PemFiles.privateKey(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no private key");
        Path encrypted = file("enc.pem", block("ENCRYPTED PRIVATE KEY", new byte[40]));
        assertThatThrownBy(() -> PemFiles.privateKey(encrypted))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("openssl");
        Path junk = file("junk.pem", block("PRIVATE KEY", new byte[40]));
        assertThatThrownBy(() -> PemFiles.privateKey(junk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("junk.pem");
        Path noCurve = file("curve.pem", block("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}));
        assertThatThrownBy(() -> PemFiles.privateKey(noCurve))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("curve");
        Path cut = file("cut.pem", block("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x82, 1}));
        assertThatThrownBy(() -> PemFiles.privateKey(cut)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        TestCertificate one = TestCertificate.of("one", "EC");
        TestCertificate two = TestCertificate.of("rsa", "RSA");
        assertThatThrownBy(() -> TlsContext.of(one.key(), two.chain()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not fit");
    }
}
