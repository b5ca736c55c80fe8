package dev.parley.server.reload;

import dev.parley.netty.TlsContext;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Settings;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that TLS listeners show. It looks at the files every so often and shows a new
 * pair to new connections; one that cannot be used is named in the log once, and the old one stays.
 * It compares what is in the files, so it does not matter how they were replaced. Safe for any
 * thread.
 */
public final class CertificateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("parley.tls");
    private static final Duration SELF_SIGNED_CHECK = Duration.ofHours(6);
    private static final Duration WARN_BEFORE_END = Duration.ofDays(14);
    private static final String NO_FILES = "";

    private final TlsContext tls;
    private final Source source;
    private final ScheduledExecutorService watch;
    private final AtomicLong replacements = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile ServerCertificate current;
    private Configuration configuration;
    private String shown; // what was in the files when they were read
    private String refused = NO_FILES;
    private String suspected = NO_FILES;
    private Instant lastWarning = Instant.EPOCH;
    private int rhythm;

    /** Finds the certificate that a configuration names, or the server's own. */
    @FunctionalInterface
    public interface Source {
        ServerCertificate find(Configuration configuration) throws IOException;
    }

    /**
     * Begins to watch.
     *
     * @param tls shows {@code first} already
     */
    public CertificateKeeper(
            Configuration configuration, ServerCertificate first, TlsContext tls, Source source) {
        this.configuration = configuration;
        this.tls = tls;
        this.source = source;
        current = first;
        shown = digest(configuration);
        watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("parley-certificate").factory());
        schedule();
    }

    public ServerCertificate current() {
        return current;
    }

    /** How often another certificate took the place of the one before. */
    public long replacements() {
        return replacements.get();
    }

    /** How often one could not be used. */
    public long refusals() {
        return refusals.get();
    }

    /** Finds the certificate of another configuration, to show it from the step on. */
    public Part.Step prepare(Configuration next) throws IOException {
        String found = digest(next);
        ServerCertificate certificate = source.find(next);
        return () -> show(next, certificate, found);
    }

    private synchronized void show(Configuration next, ServerCertificate certificate, String found)
            throws IOException {
        boolean sameRhythm = seconds(next) == seconds(configuration);
        configuration = next;
        shown = found;
        show(certificate);
        if (!sameRhythm) {
            rhythm++;
            schedule();
        }
    }

    private void show(ServerCertificate certificate) throws IOException {
        ServerCertificate before = current;
        if (certificate.chain().equals(before.chain()) && certificate.key().equals(before.key())) {
            return;
        }
        tls.replaceBy(certificate.key(), certificate.chain());
        current = certificate;
        replacements.incrementAndGet();
        LOG.info(
                "New certificate for new connections: SHA-256 {}, good until {}",
                certificate.fingerprint(),
                certificate.certificate().getNotAfter().toInstant());
        if (before.selfSigned() != certificate.selfSigned()) {
            LOG.warn(
                    "The new certificate is {}: pages are told of TURN over TLS as before until a"
                            + " restart",
                    certificate.selfSigned() ? "self-signed" : "no longer self-signed");
        }
    }

    /** What is in the files is looked at now. */
    public synchronized void check() {
        warnOfItsEnd();
        String found = digest(configuration);
        boolean own = configuration.find(Settings.TLS_CERT).isEmpty();
        if (!own && (found.equals(shown) || found.equals(refused))) {
            return;
        }
        try {
            ServerCertificate next = source.find(configuration);
            if (!own && !found.equals(digest(configuration))) {
                return; // being written: the next look will tell
            }
            show(next);
            shown = found;
        } catch (IOException e) {
            // Chain and key are two files, and between the two replacements they do not match.
            if (found.equals(suspected) || own) {
                refused = found;
                refusals.incrementAndGet();
                LOG.error("The new certificate is not used, the old one stays: {}", e.getMessage());
            }
            suspected = found;
        }
    }

    private void warnOfItsEnd() {
        Instant end = current.certificate().getNotAfter().toInstant();
        Instant now = Instant.now();
        boolean near = end.minus(WARN_BEFORE_END).isBefore(now);
        if (near && lastWarning.plus(Duration.ofDays(1)).isBefore(now)) {
            lastWarning = now;
            LOG.warn(
                    "The certificate {} {}",
                    end.isBefore(now) ? "has ended, browsers refuse it:" : "ends soon:",
                    end);
        }
    }

    private void schedule() {
        long seconds = seconds(configuration);
        if (seconds > 0) {
            int mine = rhythm;
            var _ = watch.schedule(() -> tick(mine), seconds, TimeUnit.SECONDS);
        }
    }

    /** A tick of an old rhythm is the last of it. */
    private synchronized void tick(int of) {
        if (of != rhythm) {
            return;
        }
        try {
            check();
        } catch (RuntimeException e) {
            LOG.error("The certificate cannot be looked at", e);
        } finally {
            schedule();
        }
    }

    private static long seconds(Configuration configuration) {
        return configuration.find(Settings.TLS_CERT).isEmpty()
                ? SELF_SIGNED_CHECK.toSeconds()
                : configuration.get(Settings.TLS_CHECK_SECONDS);
    }

    /** Of what is in the files, where links lead; files that cannot be read have one too. */
    private static String digest(Configuration configuration) {
        if (configuration.find(Settings.TLS_CERT).isEmpty()) {
            return NO_FILES;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            configuration.find(Settings.TLS_CERT).ifPresent(file -> add(digest, file));
            configuration.find(Settings.TLS_KEY).ifPresent(file -> add(digest, file));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            content = String.valueOf(e).getBytes(StandardCharsets.UTF_8);
        }
        digest.update(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
        digest.update(content);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
