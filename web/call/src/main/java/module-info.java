@org.jspecify.annotations.NullMarked
module dev.parley.call {
    requires static transitive org.jspecify;

    exports dev.parley.call;
}
