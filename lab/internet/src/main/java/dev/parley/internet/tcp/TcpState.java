package dev.parley.internet.tcp;

/** The states of RFC 9293 section 3.3.2; LISTEN is not one of a connection here. */
public enum TcpState {
    SYN_SENT,
    SYN_RECEIVED,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSING,
    TIME_WAIT,
    CLOSE_WAIT,
    LAST_ACK,
    CLOSED
}
