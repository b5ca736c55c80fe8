@org.jspecify.annotations.NullMarked
module dev.parley.internet {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;

    exports dev.parley.internet;
    exports dev.parley.internet.link;
    exports dev.parley.internet.nat;
    exports dev.parley.internet.oracle;
    exports dev.parley.internet.proxy;
    exports dev.parley.internet.tcp;
    exports dev.parley.internet.topology;
    exports dev.parley.internet.trace;
}
