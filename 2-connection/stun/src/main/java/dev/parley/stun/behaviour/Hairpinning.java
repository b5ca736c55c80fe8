package dev.parley.stun.behaviour;

/** Whether two inside endpoints reach each other by outside ones, RFC 4787 section 6. */
public enum Hairpinning {
    /** Yes, and the receiver sees the sender's outside endpoint, as REQ-9a asks. */
    EXTERNAL_SOURCE,
    /** Yes, but the receiver sees the sender's inside endpoint. */
    INTERNAL_SOURCE,
    NO,
    /** Not tested: there is no NAT, or too little is known of it. */
    UNKNOWN
}
