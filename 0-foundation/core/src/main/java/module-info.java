@org.jspecify.annotations.NullMarked
module dev.parley.core {
    requires static transitive org.jspecify;

    exports dev.parley.core;
}
