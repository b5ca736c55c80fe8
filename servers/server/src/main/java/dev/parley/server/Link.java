package dev.parley.server;

import java.util.Locale;

/**
 * A way to reach the page.
 *
 * @param url of the start page, with a slash at its end
 * @param secure whether browsers let a page use camera and microphone there
 */
public record Link(String url, Kind kind, boolean secure) {

    /** From where the link works. */
    public enum Kind {
        /** On this machine alone. */
        LOCAL,
        /** In the same network. */
        LAN,
        /** From everywhere, if no firewall is in the way. */
        PUBLIC;

        /** As in {@code /api/info}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
