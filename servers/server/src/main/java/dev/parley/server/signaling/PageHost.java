package dev.parley.server.signaling;

import dev.parley.core.IpAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name under which a page reached this server. */
public final class PageHost {
    private static final int MOST = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-f:.]+]");

    private PageHost() {}

    /**
     * The Host field (RFC 9110, section 7.2) without its port. What cannot stand in a URL is
     * replaced by the address that was connected to.
     */
    public static String of(String hostField, IpAddress local) {
        String host = hostField.toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            host = host.substring(0, colon);
        }
        if (host.length() <= MOST
                && (NAME.matcher(host).matches() || LITERAL.matcher(host).matches())) {
            return host;
        }
        IpAddress address = local.unmapped();
        return address.v6() ? "[" + address + "]" : address.toString();
    }
}
