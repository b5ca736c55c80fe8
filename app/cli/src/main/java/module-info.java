/** The program: {@code parley serve} and its siblings. */
@org.jspecify.annotations.NullMarked
module dev.parley.cli {
    requires static transitive org.jspecify;
    requires dev.parley.server;
    requires dev.parley.lab;
    requires dev.parley.stun;
    requires dev.parley.udp;
    requires info.picocli;
    requires jdk.unsupported; // sun.misc.Signal
}
