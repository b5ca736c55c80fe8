/** A whole server as a library: page, signaling, STUN and TURN, metrics. */
@org.jspecify.annotations.NullMarked
module dev.parley.server {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;
    requires dev.parley.turn;
    requires dev.parley.signal;
    requires dev.parley.udp;
    requires dev.parley.netty;
    requires dev.parley.call;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires io.nayuki.qrcodegen;
    requires org.slf4j;

    exports dev.parley.server;
    exports dev.parley.server.admin;
    exports dev.parley.server.settings;
    exports dev.parley.server.state;
    exports dev.parley.server.tls;
}
