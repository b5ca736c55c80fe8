/**
 * The server's TCP side: TLS, HTTP, WebSocket and raw streams. The only module that knows Netty.
 */
@org.jspecify.annotations.NullMarked
module dev.parley.netty {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.handler;
    requires io.netty.codec;
    requires io.netty.codec.haproxy;
    requires io.netty.codec.http;

    exports dev.parley.netty;
}
