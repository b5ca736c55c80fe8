@org.jspecify.annotations.NullMarked
module dev.parley.udp {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;

}
