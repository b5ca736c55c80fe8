@org.jspecify.annotations.NullMarked
module dev.parley.labpage {
    requires static transitive org.jspecify;
    requires transitive dev.parley.call;

    exports dev.parley.labpage;
}
