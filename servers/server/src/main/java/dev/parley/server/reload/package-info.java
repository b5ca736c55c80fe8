/**
 * What changes while a server runs: its certificate and a part of its settings.
 *
 * <pre>
 *   SIGHUP, POST /admin/reload --> Reload -- reads everything, then --> relay, signaling, page ...
 *   every few seconds ----------> CertificateKeeper -- new pair -----> TLS listeners
 * </pre>
 *
 * <p>Nothing is taken over when anything of it cannot be used; what stands goes on either way.
 */
package dev.parley.server.reload;
