/** UDP sockets, and the event loop that runs a protocol core on them. */
@org.jspecify.annotations.NullMarked
module dev.parley.udp {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;
    requires jdk.net;

    exports dev.parley.udp;
}
