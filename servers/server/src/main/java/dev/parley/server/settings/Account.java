package dev.parley.server.settings;

/** A name and a password for TURN that do not expire. */
public record Account(String name, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
