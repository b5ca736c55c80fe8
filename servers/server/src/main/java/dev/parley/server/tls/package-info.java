/**
 * The server's certificate: read from PEM files, or made by itself with nothing but the JDK.
 *
 * <pre>
 *   --tls-cert, --tls-key --> PemFiles -----------------------------\
 *                                                                   +--> ServerCertificate
 *   neither --> data-dir/tls-{key,cert}.pem, or SelfSigned (X.509) -/
 * </pre>
 *
 * <p>RFC 5280 (profile), RFC 5480 (elliptic curve keys), RFC 5915 (SEC 1 keys), RFC 7468 (PEM). Not
 * here: encrypted keys, certificate requests, revocation.
 */
package dev.parley.server.tls;
