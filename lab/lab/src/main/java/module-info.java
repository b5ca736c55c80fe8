/** The lab: the simulated internet shown, and the same networks made real. */
@org.jspecify.annotations.NullMarked
module dev.parley.lab {
    requires static transitive org.jspecify;
    requires transitive dev.parley.internet;
    requires dev.parley.turn;
    requires dev.parley.netty;
    requires dev.parley.labpage;
    requires transitive tools.jackson.databind;

    exports dev.parley.lab;
    exports dev.parley.lab.picture;
    exports dev.parley.lab.real;
    exports dev.parley.lab.run;
    exports dev.parley.lab.scenario;
    exports dev.parley.lab.text;
    exports dev.parley.lab.web;
}
