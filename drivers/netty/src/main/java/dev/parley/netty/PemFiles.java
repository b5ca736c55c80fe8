package dev.parley.netty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys from PEM files (RFC 7468). */
final class PemFiles {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemFiles() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(read(file));
            while (block.find()) {
                if (block.group(1).equals("CERTIFICATE")) {
                    byte[] der = decode(file, block.group(2));
                    chain.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new java.io.ByteArrayInputStream(der)));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(file + " holds a certificate that cannot be read.", e);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM form.");
        }
        return chain;
    }

    static PrivateKey privateKey(Path file) throws IOException {
        Matcher block = BLOCK.matcher(read(file));
        while (block.find()) {
            String label = block.group(1);
            if (label.equals("ENCRYPTED PRIVATE KEY")) {
                throw new IOException(
                        file + " holds an encrypted key. Decrypt it: openssl pkcs8 -in ... ");
            }
            byte[] der = decode(file, block.group(2));
            switch (label) {
                case "PRIVATE KEY" -> {
                    return pkcs8(file, der);
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(file, LegacyKeys.rsaToPkcs8(der));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(file, LegacyKeys.ecToPkcs8(file, der));
                }
                default -> {} // EC PARAMETERS, a certificate: read on
            }
        }
        throw new IOException(file + " holds no private key in PEM form.");
    }

    private static PrivateKey pkcs8(Path file, byte[] der) throws IOException {
        GeneralSecurityException last = null;
        for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new IOException(file + " holds a key that is neither EC, RSA nor Ed25519.", last);
    }

    private static byte[] decode(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds broken base64.", e);
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too large for a PEM file.");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
