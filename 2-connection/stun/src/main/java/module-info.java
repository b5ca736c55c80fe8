@org.jspecify.annotations.NullMarked
module dev.parley.stun {
    requires static transitive org.jspecify;
    requires transitive dev.parley.core;

    exports dev.parley.stun;
    exports dev.parley.stun.behaviour;
}
