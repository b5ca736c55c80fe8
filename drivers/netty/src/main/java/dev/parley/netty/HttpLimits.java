package dev.parley.netty;

import java.time.Duration;

/**
 * What one HTTP client may take.
 *
 * @param maxRequestLineBytes a longer request line is answered 414
 * @param maxHeaderBytes all header fields together; more is answered 431
 * @param maxBodyBytes a longer body is answered 413
 * @param requestTimeout from the first byte of a request to its last, and the same again for taking
 *     the response; a client that drips bytes does not stay
 * @param idleTimeout how long a connection may wait for its next request
 */
public record HttpLimits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    4096, 16 * 1024, 64 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(30));
}
