package dev.parley.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The certificate that TLS listeners show, TLS 1.2 and 1.3 by the JDK. It can be replaced while
 * they run: handshakes from then on use the new one. Safe for any thread.
 */
public final class TlsContext {
    private volatile Offers current;

    private TlsContext(Offers first) {
        current = first;
    }

    /** The same certificate for ports that offer different protocols. */
    private record Offers(SslContext http, SslContext stun, SslContext both) {}

    /**
     * From a key and its certificate.
     *
     * @param chain the server's own certificate first
     * @throws IOException when key and certificate cannot be used
     */
    public static TlsContext of(PrivateKey key, List<X509Certificate> chain) throws IOException {
        return new TlsContext(build(key, chain));
    }

    /** Replaces the certificate; on failure the old one stays in use. */
    public void replaceBy(PrivateKey key, List<X509Certificate> chain) throws IOException {
        current = build(key, chain);
    }

    /** The handshake of one connection, on a port that serves HTTP, STUN and TURN, or both. */
    SslHandler newHandler(ByteBufAllocator allocator, boolean http, boolean stun) {
        Offers offers = current;
        SslContext context = http ? (stun ? offers.both : offers.http) : offers.stun;
        return context.newHandler(allocator);
    }

    private static Offers build(PrivateKey key, List<X509Certificate> chain) throws IOException {
        if (!fits(key, chain.getFirst().getPublicKey())) {
            throw new IOException("The private key does not fit the certificate.");
        }
        try {
            return new Offers(
                    build(key, chain, Alpn.offer(true, false)),
                    build(key, chain, Alpn.offer(false, true)),
                    build(key, chain, Alpn.offer(true, true)));
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException("Key and certificates cannot be used for TLS.", e);
        }
    }

    private static SslContext build(
            PrivateKey key, List<X509Certificate> chain, ApplicationProtocolConfig protocols)
            throws SSLException {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(protocols)
                .build();
    }

    /** Signs something to see; the JDK itself would find out at the first handshake only. */
    private static boolean fits(PrivateKey key, PublicKey publicKey) throws IOException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] probe = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // a key of another kind
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("A key of kind " + key.getAlgorithm() + " cannot be used.", e);
        }
    }
}
