@org.jspecify.annotations.NullMarked
module dev.parley.cli {
    requires static transitive org.jspecify;
    requires dev.parley.server;
    requires info.picocli;
}
