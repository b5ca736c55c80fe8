package dev.parley.server.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with its key.
 *
 * @param chain the server's own certificate first
 * @param selfSigned whether browsers will ask before they trust it, and refuse it for TURN
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain, boolean selfSigned) {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The host names of the certificate, in lower case; wildcards as they are. */
    public List<String> dnsNames() {
        return alternatives(DNS_NAME);
    }

    /** The IP addresses of the certificate as text. */
    public List<String> ipAddresses() {
        return alternatives(IP_ADDRESS);
    }

    /** SHA-256 over the certificate, as browsers show it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<String> alternatives(int kind) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate().getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> alternative : all) {
                    if (alternative.getFirst().equals(kind)
                            && alternative.get(1) instanceof String text) {
                        found.add(text.toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("the certificate was parsed before", e);
        }
        return found;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServerCertificate[" + fingerprint() + "]";
    }
}
