@org.jspecify.annotations.NullMarked
module dev.parley.turn {
    requires static transitive org.jspecify;
    requires transitive dev.parley.stun;

    exports dev.parley.turn;
    exports dev.parley.turn.client;
}
