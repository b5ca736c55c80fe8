package dev.parley.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path folder;

    private Path file(String name, String... blocks) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", blocks));
    }

    @Test
    void readsAKeyOfAnEllipticCurveInItsOlderForm() throws Exception {
        ServerCertificate made = made("one.example");
        Path chain =
                file(
                        "chain.pem",
                        "a comment",
                        PemFiles.text("CERTIFICATE", made.certificate().getEncoded()),
                        PemFiles.text(
                                "CERTIFICATE", made("two.example").certificate().getEncoded()));
        ECPrivateKey key = (ECPrivateKey) made.key();
        byte[] sec1 = // RFC 5915, without the curve, which may be left out
                Der.sequence(Der.integer(BigInteger.ONE), Der.octets(fixed(key.getS())));
        Path keyFile =
                file(
                        "key.pem",
                        PemFiles.text("EC PARAMETERS", Der.oid("1.2.840.10045.3.1.7")),
                        PemFiles.text("EC PRIVATE KEY", sec1));
        ServerCertificate read = PemFiles.read(chain, keyFile);
        assertThat(((ECPrivateKey) read.key()).getS()).isEqualTo(key.getS());
        assertThat(read.chain()).hasSize(2);
    }

    @Test
    void readsAnRsaKeyInItsOlderForm() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        byte[] pkcs1 = // RFC 8017, A.1.2
                Der.sequence(
                        Der.integer(BigInteger.ZERO),
                        Der.integer(key.getModulus()),
                        Der.integer(key.getPublicExponent()),
                        Der.integer(key.getPrivateExponent()),
                        Der.integer(key.getPrimeP()),
                        Der.integer(key.getPrimeQ()),
                        Der.integer(key.getPrimeExponentP()),
                        Der.integer(key.getPrimeExponentQ()),
                        Der.integer(key.getCrtCoefficient()));
        Path chain = file("chain.pem", PemFiles.text("CERTIFICATE", rsaCertificate(pair)));
        Path keyFile = file("key.pem", PemFiles.text("RSA PRIVATE KEY", pkcs1));
        assertThat(PemFiles.read(chain, keyFile).key()).isEqualTo(key);
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        Path chain =
                file(
                        "chain.pem",
                        PemFiles.text(
                                "CERTIFICATE", made("one.example").certificate().getEncoded()));
        Path encrypted = file("enc.pem", PemFiles.text("ENCRYPTED PRIVATE KEY", new byte[40]));
        assertThatThrownBy(() -> PemFiles.read(chain, encrypted))
                .hasMessage("--tls-key: " + encrypted + " is encrypted: decrypt it first");
        for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY")) {
            Path junk = file("junk.pem", PemFiles.text(label, new byte[40]));
            assertThatThrownBy(() -> PemFiles.read(chain, junk))
                    .as(label)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("--tls-key: " + junk);
        }
        Path damaged = file("bad.pem", PemFiles.text("CERTIFICATE", new byte[40]));
        assertThatThrownBy(() -> PemFiles.read(damaged, encrypted))
                .hasMessage("--tls-cert: " + damaged + " is damaged");
    }

    /** A scalar of P-256: 32 bytes, whatever its value. */
    private static byte[] fixed(BigInteger scalar) {
        byte[] bytes = new byte[32];
        byte[] value = scalar.toByteArray();
        int length = Math.min(value.length, bytes.length);
        System.arraycopy(value, value.length - length, bytes, bytes.length - length, length);
        return bytes;
    }

    private static ServerCertificate made(String name) throws Exception {
        return SelfSigned.make(List.of(name), List.of(IpAddress.parse("192.0.2.7")), NOW);
    }

    private static byte[] rsaCertificate(KeyPair pair) throws Exception {
        byte[] algorithm = Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.nullValue());
        byte[] name =
                Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("rsa.example"))));
        byte[] body =
                Der.sequence(
                        Der.integer(BigInteger.ONE),
                        algorithm,
                        name,
                        Der.sequence(Der.time(NOW), Der.time(NOW.plusSeconds(3600))),
                        name,
                        pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        return Der.sequence(body, algorithm, Der.bits(signature.sign()));
    }
}
