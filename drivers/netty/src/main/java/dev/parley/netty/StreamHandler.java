package dev.parley.netty;

/** Takes connections that speak STUN or TURN over TCP or TLS (RFC 8656). */
@FunctionalInterface
public interface StreamHandler {

    /**
     * A connection whose first bytes are a STUN header. Called on the network thread that owns it.
     *
     * @return gets the bytes, these first ones included
     */
    StreamListener opened(StreamConnection connection);
}
