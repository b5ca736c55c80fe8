package dev.parley.netty;

/**
 * What a listener has counted since it was bound, except {@code open}, which is now.
 *
 * @param refused connections beyond a cap
 * @param displaced connections that made room for newer ones, see {@link ConnectionLimits}
 * @param unknown connections whose first bytes were neither HTTP nor STUN, or not TLS
 * @param proxyRefused connections of load balancers that did not begin with a PROXY header
 * @param timedOut connections closed because they were silent or slow
 * @param streamDropped messages that a slow stream client had no room for
 * @param slowClosed clients that were cut off because they did not read
 */
public record TcpCounters(
        int open,
        long accepted,
        long refused,
        long displaced,
        long unknown,
        long proxyRefused,
        long tlsFailed,
        long timedOut,
        long httpRequests,
        long httpErrors,
        long webSockets,
        long streams,
        long streamDropped,
        long slowClosed) {}
