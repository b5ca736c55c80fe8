package dev.parley.netty;

import org.jspecify.annotations.Nullable;

/** Decides what becomes of a request to upgrade to WebSocket (RFC 6455). */
@FunctionalInterface
public interface WebSocketHandler {

    /**
     * Called on a network thread for each upgrade request, before anything is answered. Path,
     * Origin and so on are the handler's to check: browsers let any page open a WebSocket to any
     * server.
     */
    Upgrade upgrade(HttpRequest request);

    /** The decision. */
    sealed interface Upgrade {

        /**
         * Opens the WebSocket.
         *
         * @param subprotocol the one to agree on, which must be among those the client offered, or
         *     null for none
         * @param listener gets what happens on this connection
         */
        record Accept(@Nullable String subprotocol, WebSocketListener listener)
                implements Upgrade {}

        /** Answers with an ordinary response, such as 403 or 404. */
        record Refuse(HttpResponse response) implements Upgrade {}
    }
}
