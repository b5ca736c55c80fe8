package dev.parley.internet.tcp;

import dev.parley.core.TransportAddress;

/** A way to connect: straight ({@link TcpStack#connect}), or through a proxy. */
@FunctionalInterface
public interface Dialer {
    void dial(TransportAddress remote, StreamHandler handler);
}
