package dev.parley.server.signaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which STUN and TURN URLs pages are told of. The server's own are named by the host under which
 * the page reached it, unless there is a name for all.
 *
 * @param ports where this server answers
 * @param externalName the host for all pages, or null
 * @param loopbackName the host for pages on localhost but not over TLS, or null for localhost
 *     itself: Firefox sends no datagrams to a STUN server on a loopback address
 * @param furtherHosts other addresses of this server, at which pages are told of TURN over UDP
 * @param furtherUrls of other servers with the same shared secret, as they are
 */
public record IceServerPlan(
        Ports ports,
        @Nullable String externalName,
        @Nullable String loopbackName,
        List<String> furtherHosts,
        List<String> furtherUrls) {

    public IceServerPlan {
        furtherHosts = List.copyOf(furtherHosts);
        furtherUrls = List.copyOf(furtherUrls);
    }

    /**
     * Ports of STUN and TURN; 0 where there is none.
     *
     * @param udp STUN and TURN over UDP
     * @param tcp TURN over TCP
     * @param tls TURN over TLS, on ports of its own or shared with HTTPS; in order of preference
     * @param alternate where STUN answers a second time, or null; pages are told of it in place of
     *     the first, which they ask as a TURN server anyway: browsers grow slow with many servers
     */
    public record Ports(int udp, int tcp, List<Integer> tls, @Nullable Alternate alternate) {
        public Ports {
            tls = List.copyOf(tls);
        }

        public Ports(int udp, int tcp, List<Integer> tls) {
            this(udp, tcp, tls, null);
        }
    }

    /**
     * A second place of STUN: two that see the same socket show whether a NAT maps by destination
     * (RFC 5780).
     *
     * @param host its address, or null for the host of the first
     */
    public record Alternate(@Nullable String host, int port) {}

    /** URLs that need no credentials, RFC 7064. */
    public List<String> stunUrls(String host) {
        List<String> urls = new ArrayList<>();
        Alternate second = ports.alternate();
        if (second != null) {
            String at = second.host() == null ? name(host) : bracketed(second.host());
            urls.add("stun:" + at + ":" + second.port());
        } else if (ports.udp() > 0) {
            urls.add("stun:" + name(host) + ":" + ports.udp());
        }
        furtherUrls.stream().filter(IceServerPlan::isStun).forEach(urls::add);
        return urls;
    }

    /** URLs that need credentials, RFC 7065. */
    public List<String> turnUrls(String host) {
        String name = name(host);
        List<String> urls = new ArrayList<>();
        if (ports.udp() > 0) {
            urls.add("turn:" + name + ":" + ports.udp() + "?transport=udp");
        }
        if (ports.tcp() > 0) {
            urls.add("turn:" + name + ":" + ports.tcp() + "?transport=tcp");
        }
        for (int port : ports.tls()) {
            urls.add("turns:" + tlsName(host) + ":" + port + "?transport=tcp");
        }
        for (String further : ports.udp() > 0 ? furtherHosts : List.<String>of()) {
            if (!bracketed(further).equals(name)) {
                urls.add("turn:" + bracketed(further) + ":" + ports.udp() + "?transport=udp");
            }
        }
        furtherUrls.stream().filter(url -> !isStun(url)).forEach(urls::add);
        return urls;
    }

    /** The same names, and STUN alone on another port. */
    public IceServerPlan withPorts(int stunPort) {
        return new IceServerPlan(
                new Ports(stunPort, 0, List.of()),
                externalName,
                loopbackName,
                List.of(),
                List.of());
    }

    private static boolean isStun(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith("stun");
    }

    private String name(String host) {
        if (externalName != null) {
            return bracketed(externalName);
        }
        return bracketed(loopbackName != null && isLoopback(host) ? loopbackName : host);
    }

    /**
     * The name the page used stands in a certificate that its browser took. An address in its place
     * would do for Chromium; Firefox asks no TURN server over TLS that has no name.
     */
    private String tlsName(String host) {
        return bracketed(externalName != null ? externalName : host);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
