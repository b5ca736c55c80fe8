/** The lab: topologies of the simulated internet shown, and made real. */
@org.jspecify.annotations.NullMarked
module dev.parley.lab {
    requires static transitive org.jspecify;
    requires transitive dev.parley.internet;

    exports dev.parley.lab.real;
}
