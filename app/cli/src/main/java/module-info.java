/** The program: {@code parley serve} and its siblings. */
@org.jspecify.annotations.NullMarked
module dev.parley.cli {
    requires static transitive org.jspecify;
    requires dev.parley.server;
    requires dev.parley.lab;
    requires dev.parley.stun;
    requires dev.parley.udp;
    requires info.picocli;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires org.slf4j;
    requires jdk.unsupported; // sun.misc.Signal

    provides ch.qos.logback.classic.spi.Configurator with
            dev.parley.cli.LogSetup;
}
