package dev.parley.server.http;

import java.util.Locale;

/** The Host field of a request (RFC 9110, section 7.2), taken apart. */
public final class Hosts {
    private Hosts() {}

    /** Without the port; an IPv6 address keeps its brackets. In lower case. */
    public static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether browsers hold this host for trustworthy without TLS. */
    public static boolean isLoopback(String host) {
        String name = withoutPort(host);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
