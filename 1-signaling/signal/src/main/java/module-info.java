@org.jspecify.annotations.NullMarked
module dev.parley.signal {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;

    exports dev.parley.signal;
}
