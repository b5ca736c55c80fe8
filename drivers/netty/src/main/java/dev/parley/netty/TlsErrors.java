package dev.parley.netty;

import io.netty.handler.codec.DecoderException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells what the other side did wrong in TLS from what we did. */
final class TlsErrors {
    private TlsErrors() {}

    static boolean isOne(@Nullable Throwable cause) {
        return cause instanceof SSLException
                || (cause instanceof DecoderException && isOne(cause.getCause()));
    }
}
