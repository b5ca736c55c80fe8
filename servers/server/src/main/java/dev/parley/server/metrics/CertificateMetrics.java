package dev.parley.server.metrics;

import dev.parley.server.reload.CertificateKeeper;

/** When the certificate ends, and how often it was replaced. */
public final class CertificateMetrics {
    private CertificateMetrics() {}

    /** Adds it to the registry. */
    public static void bind(Metrics metrics, CertificateKeeper certificate) {
        metrics.gauge(
                "parley.tls.certificate.expires.seconds",
                "When the certificate ends, in seconds since 1970",
                () ->
                        certificate
                                .current()
                                .certificate()
                                .getNotAfter()
                                .toInstant()
                                .getEpochSecond());
        metrics.counter(
                "parley.tls.certificate.replacements",
                "New certificates that were taken into use",
                certificate::replacements);
        metrics.counter(
                "parley.tls.certificate.refusals",
                "New certificates that could not be used",
                certificate::refusals);
    }
}
