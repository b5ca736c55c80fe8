@org.jspecify.annotations.NullMarked
module dev.parley.server {
    requires static transitive org.jspecify;
    requires dev.parley.turn;
    requires dev.parley.signal;
    requires dev.parley.udp;
    requires dev.parley.netty;
    requires dev.parley.call;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires org.slf4j;
}
