package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.tls.ServerCertificate;
import dev.parley.turn.PeerPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Works out under which links the page can be reached. */
final class Links {
    private static final int NO_PORT = -1;
    private static final int HTTP = 80;
    static final int HTTPS = 443;

    private Links() {}

    /** Whether the whole internet may know the address. */
    static boolean isPublic(IpAddress address) {
        return PeerPolicy.PUBLIC_ONLY.permits(address);
    }

    /**
     * The links, best first: this machine, then names of the certificate, then addresses, HTTPS
     * before HTTP.
     *
     * @param httpPort -1 when off; the same for {@code httpsPort}
     */
    static List<Link> of(
            LocalAddresses addresses, int httpPort, int httpsPort, ServerCertificate certificate) {
        List<Link> links = new ArrayList<>();
        if (addresses.all().stream().anyMatch(Links::isLoopback)) {
            if (httpPort != NO_PORT) {
                links.add(new Link(url("http", "localhost", httpPort), Link.Kind.LOCAL, true));
            }
            if (httpsPort != NO_PORT) {
                links.add(new Link(url("https", "localhost", httpsPort), Link.Kind.LOCAL, true));
            }
        }
        if (httpsPort != NO_PORT && !certificate.selfSigned()) {
            for (String name : certificate.dnsNames()) {
                if (!name.startsWith("*") && !name.equals("localhost")) {
                    links.add(new Link(url("https", name, httpsPort), Link.Kind.PUBLIC, true));
                }
            }
        }
        Set<IpAddress> ordered = new LinkedHashSet<>(addresses.primary());
        ordered.addAll(addresses.reachable());
        for (boolean secure : new boolean[] {true, false}) {
            int port = secure ? httpsPort : httpPort;
            for (IpAddress address : port == NO_PORT ? Set.<IpAddress>of() : ordered) {
                String host = address.v6() ? "[" + address + "]" : address.toString();
                Link.Kind kind = isPublic(address) ? Link.Kind.PUBLIC : Link.Kind.LAN;
                links.add(new Link(url(secure ? "https" : "http", host, port), kind, secure));
            }
        }
        return List.copyOf(links);
    }

    private static boolean isLoopback(IpAddress address) {
        return address.toInetAddress().isLoopbackAddress();
    }

    private static String url(String scheme, String host, int port) {
        boolean usual = port == (scheme.equals("https") ? HTTPS : HTTP);
        return scheme + "://" + host + (usual ? "" : ":" + port) + "/";
    }
}
