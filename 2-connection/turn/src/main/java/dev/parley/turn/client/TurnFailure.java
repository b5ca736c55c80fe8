package dev.parley.turn.client;

import dev.parley.stun.StunErrorCode;

/** Why the server, or the way to it, did not give what was asked for. */
public enum TurnFailure {
    /** No answer came, however often we asked. */
    TIMED_OUT,
    /** Answers came, none with the integrity it must have: a wrong password, or worse. */
    INTEGRITY_VIOLATED,
    /** The stream ended, or carried something that is not TURN. */
    STREAM_BROKEN,
    /** The answer has attributes that must be understood and are not, or lacks what it must say. */
    NOT_UNDERSTOOD,
    /** 401: the server does not know the user, or not with this password. */
    UNAUTHENTICATED,
    /** 403: the server does not serve this user, or does not relay to this peer. */
    FORBIDDEN,
    /**
     * 437: on Allocate, our address and port have an allocation already, from a life before: try
     * from a new local port.
     */
    ALLOCATION_MISMATCH,
    /** 440: there are no relays of this address family. */
    ADDRESS_FAMILY_NOT_SUPPORTED,
    /** 441: the allocation was made by another user. */
    WRONG_CREDENTIALS,
    /** 442: there are no UDP relays. */
    UNSUPPORTED_TRANSPORT,
    /** 443: the peer's address is of another family than the relay's. */
    PEER_ADDRESS_FAMILY_MISMATCH,
    /** 446: there is a connection to this peer already. */
    CONNECTION_ALREADY_EXISTS,
    /** 447: the relay did not reach this peer; ask again after ten seconds at the earliest. */
    PEER_NOT_REACHED,
    /** 486: this user has enough allocations. */
    ALLOCATION_QUOTA_REACHED,
    /** 508: the server is full: try another one. */
    INSUFFICIENT_CAPACITY,
    /** 500 and its neighbours: the server has a fault, and may be over it later. */
    SERVER_ERROR,
    /** Any other error code. */
    REFUSED,
    /** Our own table is full, see {@link TurnClient#MAX_PEERS}. */
    TOO_MANY_PEERS;

    /** The name of an error code. */
    static TurnFailure of(int code) {
        return switch (code) {
            case StunErrorCode.UNAUTHENTICATED -> UNAUTHENTICATED;
            case StunErrorCode.FORBIDDEN -> FORBIDDEN;
            case StunErrorCode.ALLOCATION_MISMATCH -> ALLOCATION_MISMATCH;
            case StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED -> ADDRESS_FAMILY_NOT_SUPPORTED;
            case StunErrorCode.WRONG_CREDENTIALS -> WRONG_CREDENTIALS;
            case StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL -> UNSUPPORTED_TRANSPORT;
            case StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH -> PEER_ADDRESS_FAMILY_MISMATCH;
            case StunErrorCode.CONNECTION_ALREADY_EXISTS -> CONNECTION_ALREADY_EXISTS;
            case StunErrorCode.CONNECTION_TIMEOUT_OR_FAILURE -> PEER_NOT_REACHED;
            case StunErrorCode.ALLOCATION_QUOTA_REACHED -> ALLOCATION_QUOTA_REACHED;
            case StunErrorCode.INSUFFICIENT_CAPACITY -> INSUFFICIENT_CAPACITY;
            default -> code >= StunErrorCode.SERVER_ERROR ? SERVER_ERROR : REFUSED;
        };
    }

    /** Whether asking again a little later may help, so that what stands need not be given up. */
    boolean mayPass() {
        return switch (this) {
            case TIMED_OUT, INTEGRITY_VIOLATED, INSUFFICIENT_CAPACITY, SERVER_ERROR -> true;
            case STREAM_BROKEN,
                    NOT_UNDERSTOOD,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    ALLOCATION_MISMATCH,
                    ADDRESS_FAMILY_NOT_SUPPORTED,
                    WRONG_CREDENTIALS,
                    UNSUPPORTED_TRANSPORT,
                    PEER_ADDRESS_FAMILY_MISMATCH,
                    CONNECTION_ALREADY_EXISTS,
                    PEER_NOT_REACHED,
                    ALLOCATION_QUOTA_REACHED,
                    REFUSED,
                    TOO_MANY_PEERS ->
                    false;
        };
    }
}
