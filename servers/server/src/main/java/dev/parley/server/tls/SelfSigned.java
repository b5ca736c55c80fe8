package dev.parley.server.tls;

import dev.parley.core.IpAddress;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes a certificate for this machine's own names and addresses, ECDSA on P-256. */
final class SelfSigned {
    /** Browsers of phones refuse server certificates that live longer. */
    static final Duration LIFETIME = Duration.ofDays(397);

    private static final Duration CLOCK_SLACK = Duration.ofHours(24);
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

    private SelfSigned() {}

    static ServerCertificate make(
            Collection<String> names, Collection<IpAddress> addresses, Instant now)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] body = body(pair, names, addresses, now);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        byte[] der = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(der));
        return new ServerCertificate(pair.getPrivate(), List.of(certificate), true);
    }

    private static byte[] body(
            KeyPair pair, Collection<String> names, Collection<IpAddress> addresses, Instant now) {
        byte[] name =
                Der.sequence(
                        Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("Parley on this host"))));
        List<byte[]> alternatives = new ArrayList<>();
        for (String dns : names) {
            alternatives.add(Der.implicit(2, dns.getBytes(StandardCharsets.US_ASCII)));
        }
        for (IpAddress address : addresses) {
            byte[] bytes = new byte[address.byteLength()];
            address.write(bytes, 0);
            alternatives.add(Der.implicit(7, bytes));
        }
        byte[] extensions =
                Der.sequence(
                        extension("2.5.29.17", false, alternatives.toArray(byte[][]::new)),
                        extension("2.5.29.19", true), // basic constraints: not an authority
                        Der.sequence( // key usage: digital signature
                                Der.oid("2.5.29.15"),
                                Der.trueValue(),
                                Der.octets(Der.element(0x03, new byte[] {7, (byte) 0x80}))),
                        extension("2.5.29.37", false, Der.oid("1.3.6.1.5.5.7.3.1"))); // TLS server
        return Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(now.minus(CLOCK_SLACK)), Der.time(now.plus(LIFETIME))),
                name,
                pair.getPublic().getEncoded(),
                Der.explicit(3, extensions));
    }

    private static byte[] extension(String oid, boolean critical, byte[]... parts) {
        byte[] value = Der.octets(Der.sequence(parts));
        return critical
                ? Der.sequence(Der.oid(oid), Der.trueValue(), value)
                : Der.sequence(Der.oid(oid), value);
    }
}
