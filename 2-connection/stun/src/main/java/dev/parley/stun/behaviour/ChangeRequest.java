package dev.parley.stun.behaviour;

/** The flags of CHANGE-REQUEST, RFC 5780 section 7.2. */
final class ChangeRequest {
    static final int PORT = 2;
    static final int IP = 4;

    /** The attribute without a flag: asks for nothing but OTHER-ADDRESS. */
    static final int NOTHING = 0;

    private ChangeRequest() {}
}
