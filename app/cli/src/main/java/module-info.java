/** The program: {@code parley serve} and its siblings. */
@org.jspecify.annotations.NullMarked
module dev.parley.cli {
    requires static transitive org.jspecify;
    requires dev.parley.server;
    requires dev.parley.lab;
    requires info.picocli;
    requires jdk.unsupported; // sun.misc.Signal
}
