package dev.parley.server.tls;

import dev.parley.server.state.FileFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM files (RFC 7468). Messages name the option. */
public final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final int LINE = 64;

    private PemFiles() {}

    /** Reads a chain and the key of its first certificate, and checks that they belong together. */
    public static ServerCertificate read(Path chainFile, Path keyFile) throws IOException {
        List<X509Certificate> chain = chain(chainFile);
        X509Certificate own = chain.getFirst();
        PrivateKey key = key(keyFile, own.getPublicKey());
        if (!belongTogether(key, own.getPublicKey())) {
            throw new IOException(
                    "--tls-key: "
                            + keyFile
                            + " is not the key of the first certificate in "
                            + chainFile);
        }
        return new ServerCertificate(
                key, chain, own.getIssuerX500Principal().equals(own.getSubjectX500Principal()));
    }

    static String text(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        Matcher block = BLOCK.matcher(text("--tls-cert", file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                try {
                    chain.add(
                            (X509Certificate)
                                    CertificateFactory.getInstance("X.509")
                                            .generateCertificate(
                                                    new ByteArrayInputStream(decode(block))));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw new IOException("--tls-cert: " + file + " is damaged", e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new IOException("--tls-cert: " + file + " holds no certificate in PEM form");
        }
        return chain;
    }

    private static PrivateKey key(Path file, PublicKey publicKey) throws IOException {
        Matcher block = BLOCK.matcher(text("--tls-key", file));
        while (block.find()) {
            try {
                byte[] der = decode(block);
                switch (block.group(1)) {
                    case "PRIVATE KEY" -> {
                        return generate(publicKey.getAlgorithm(), der);
                    }
                    case "EC PRIVATE KEY" -> {
                        return generate("EC", wrap(ecAlgorithm(publicKey), der));
                    }
                    case "RSA PRIVATE KEY" -> {
                        byte[] algorithm =
                                Der.sequence(Der.oid("1.2.840.113549.1.1.1"), Der.nullValue());
                        return generate("RSA", wrap(algorithm, der));
                    }
                    case "ENCRYPTED PRIVATE KEY" ->
                            throw new IOException(
                                    "--tls-key: " + file + " is encrypted: decrypt it first");
                    default -> {} // parameters or certificates beside the key
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(
                        "--tls-key: " + file + " is no key of the kind that --tls-cert has", e);
            }
        }
        throw new IOException("--tls-key: " + file + " holds no private key in PEM form");
    }

    private static PrivateKey generate(String algorithm, byte[] pkcs8)
            throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** PKCS #8 around an older form of key. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
    }

    /** The algorithm and its curve, as they stand in the public key. */
    private static byte[] ecAlgorithm(PublicKey publicKey) throws GeneralSecurityException {
        if (!(publicKey instanceof ECPublicKey)) {
            throw new GeneralSecurityException("not an elliptic curve");
        }
        byte[] info = publicKey.getEncoded(); // SEQUENCE { SEQUENCE { ... } BIT STRING }
        int at = (info[1] & 0x80) == 0 ? 2 : 2 + (info[1] & 0x7F);
        byte[] algorithm = new byte[2 + info[at + 1]];
        System.arraycopy(info, at, algorithm, 0, algorithm.length);
        return algorithm;
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> publicKey.getAlgorithm();
                };
        byte[] probe = "does this key fit?".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind or size
        }
    }

    private static byte[] decode(Matcher block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    private static String text(String option, Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(option + ": there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(option + ": no permission to read " + file, e);
        } catch (IOException e) {
            throw new IOException(
                    option + ": " + file + " cannot be read (" + FileFailure.words(e) + ")", e);
        }
    }
}
