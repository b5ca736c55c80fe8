package dev.parley.cli;

import dev.parley.core.IpAddress;
import java.util.Locale;

/**
 * The STUN server as it was given: a name or an address, and a port.
 *
 * @param host without brackets
 */
record NatServer(String host, int port) {
    static final int USUAL_PORT = 3478;

    /**
     * Reads {@code stun.example.org}, {@code 192.0.2.1:3478}, {@code [2001:db8::1]:3478}, {@code
     * 2001:db8::1} or any of them behind {@code stun:}.
     *
     * @param port where the text has none; 0 for the usual one
     * @throws IllegalArgumentException with a message for people
     */
    static NatServer parse(String text, int port) {
        String rest = text.strip();
        if (rest.toLowerCase(Locale.ROOT).startsWith("stun:")) {
            rest = rest.substring("stun:".length());
        }
        String host = rest;
        String digits = "";
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            host = close < 0 ? "" : rest.substring(1, close);
            String tail = close < 0 ? "" : rest.substring(close + 1);
            if (!tail.isEmpty() && !tail.startsWith(":")) {
                throw wanted(text);
            }
            digits = tail.isEmpty() ? "" : tail.substring(1);
        } else if (rest.indexOf(':') == rest.lastIndexOf(':') && rest.indexOf(':') >= 0) {
            host = rest.substring(0, rest.indexOf(':'));
            digits = rest.substring(rest.indexOf(':') + 1);
        }
        if (host.isEmpty() || host.contains("/") || host.contains("?") || host.contains(" ")) {
            throw wanted(text);
        }
        if (digits.isEmpty()) {
            if (rest.endsWith(":") && !host.contains(":")) {
                throw wanted(text);
            }
            return new NatServer(host, port == 0 ? USUAL_PORT : port);
        }
        int own = number(digits);
        if (own < 1 || own > 0xFFFF) {
            throw wanted(text);
        }
        if (port != 0 && port != own) {
            throw new IllegalArgumentException(
                    "SERVER has the port " + own + ", and --port is " + port);
        }
        return new NatServer(host, own);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static IllegalArgumentException wanted(String text) {
        return new IllegalArgumentException(
                "SERVER wants a name or an address, and a port if it is not "
                        + USUAL_PORT
                        + ", such as stun.example.org, 192.0.2.1:3479 or [2001:db8::1]:3479; \""
                        + text
                        + "\" is not");
    }

    /** Whether it is an address already, so that no name server need be asked. */
    boolean isAddress() {
        try {
            IpAddress.parse(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** As people write it. */
    @Override
    public String toString() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port == USUAL_PORT ? host : bracketed + ":" + port;
    }
}
