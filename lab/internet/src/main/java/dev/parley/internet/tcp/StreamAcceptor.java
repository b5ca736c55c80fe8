package dev.parley.internet.tcp;

import org.jspecify.annotations.Nullable;

/** Takes the connections that come to a port. */
@FunctionalInterface
public interface StreamAcceptor {

    /**
     * Who gets what comes over this stream, {@link StreamHandler#opened} first.
     *
     * @return null to refuse it
     */
    @Nullable StreamHandler accept(long now, Stream stream);
}
