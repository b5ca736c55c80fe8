/** The lab: topologies of the simulated internet shown, and made real. */
@org.jspecify.annotations.NullMarked
module dev.parley.lab {
    requires static transitive org.jspecify;
    requires transitive dev.parley.internet;
    requires dev.parley.turn;
    requires dev.parley.netty;
    requires dev.parley.labpage;
    requires transitive tools.jackson.databind;

    exports dev.parley.lab;
    exports dev.parley.lab.real;
    exports dev.parley.lab.scenario;
}
