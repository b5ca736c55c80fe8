package dev.parley.stun.behaviour;

/** The answer to a question that may stay open. */
public enum Verdict {
    YES,
    NO,
    UNKNOWN
}
