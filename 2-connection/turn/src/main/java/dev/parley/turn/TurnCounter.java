package dev.parley.turn;

import java.util.Locale;

/**
 * Everything a {@link TurnServer} counts. The name, in lower case, is the name of the metric; none
 * is ever labelled by user or address.
 */
public enum TurnCounter {
    // What came in
    BINDING_REQUESTS,
    ALLOCATE_REQUESTS,
    REFRESH_REQUESTS,
    CREATE_PERMISSION_REQUESTS,
    CHANNEL_BIND_REQUESTS,
    CONNECT_REQUESTS,
    CONNECTION_BIND_REQUESTS,
    OTHER_REQUESTS,

    // What went out
    SUCCESS_ANSWERS,
    ERROR_300,
    ERROR_400,
    ERROR_401,
    ERROR_403,
    ERROR_405,
    ERROR_420,
    ERROR_437,
    ERROR_438,
    ERROR_440,
    ERROR_441,
    ERROR_442,
    ERROR_443,
    ERROR_446,
    ERROR_447,
    ERROR_486,
    ERROR_500,
    ERROR_508,
    /** Requests that got the same answer again. */
    RETRANSMISSIONS,
    /** Requests of strangers left without an answer: their network had its share. */
    CHALLENGES_LIMITED,
    /** Requests of clients left without an answer: they asked too often. */
    REQUESTS_LIMITED,
    /** Allocates refused because their user or network took too many in a short time. */
    ALLOCATIONS_LIMITED,
    /** Requests for what another shard has, whether or not they found room on the way there. */
    HANDED_OVER,

    // What was dropped on the client's side
    /** Neither STUN nor ChannelData. */
    DROPPED_NOT_TURN,
    /** STUN that is none after all: lengths, cookie, fingerprint. */
    DROPPED_MALFORMED,
    /** STUN responses, and indications that only a server sends. */
    DROPPED_UNEXPECTED,
    /** Data from a client without an allocation. */
    DROPPED_NO_ALLOCATION,
    /** ChannelData on a channel that is not bound. */
    DROPPED_NO_CHANNEL,
    /** Send to a peer without a permission. */
    DROPPED_NO_PERMISSION,
    /** Send or ChannelBind to a peer that another allocation on the same port speaks with. */
    DROPPED_PEER_TAKEN,
    /** Send or ChannelBind to one more peer than may be held on a shared port. */
    DROPPED_PEERS_FULL,
    /** From a relay to the shared port, and not known to which other one. */
    DROPPED_NOT_PAIRED,
    /** Send without peer or data, or with attributes unknown. */
    DROPPED_BAD_SEND,
    /** Data for an address that the policy refuses. */
    DROPPED_BY_POLICY,
    /** Data for an address of our own where no allocation is. */
    DROPPED_OWN_ADDRESS,
    /** Data of no bytes. */
    DROPPED_EMPTY,
    /** Both ways: for a port, or from one, that peers may not have. */
    DROPPED_PEER_PORT,

    // What was dropped on the peers' side
    /** From a peer without a permission. */
    DROPPED_PEER_NOT_PERMITTED,
    /** To a shared port, and not known for which of its relays. */
    DROPPED_PEER_AMBIGUOUS,
    /** On a relay socket that no allocation holds any more. */
    DROPPED_PEER_NO_ALLOCATION,
    /** For a client whose connection broke, and who may come back. */
    DROPPED_CLIENT_AWAY,
    /** Too large for the client's side. */
    DROPPED_PEER_TOO_LARGE,

    // What found no room
    /** Both ways: more than the bandwidth of its user, or of the server. */
    DROPPED_OVER_BANDWIDTH,
    DROPPED_QUEUE_FULL,
    DROPPED_PATHS_FULL,
    DROPPED_EVENTS,

    // Streams
    STREAMS_OPENED,
    /** Closed for what they said. */
    STREAMS_REFUSED_GARBAGE,
    /** Closed for a newer one because there were too many without an allocation. */
    STREAMS_REFUSED_FULL,
    /** Closed because no allocation came. */
    STREAMS_TIMED_OUT,
    /** Closed because the peer that it was bound to is gone, or the allocation. */
    STREAMS_ENDED_WITH_PEER,

    // Connections between TCP relays and peers
    PEER_CONNECTIONS,
    /** From peers without a permission, or too many. */
    PEER_CONNECTIONS_REFUSED,
    /** Closed because the client did not bind them. */
    PEER_CONNECTIONS_NOT_BOUND,

    // Allocations
    ALLOCATIONS_CREATED,
    /** Clients that took theirs along to another address. */
    ALLOCATIONS_MOVED,
    ENDED_EXPIRED,
    ENDED_CREDENTIAL_ENDED,
    ENDED_RELEASED,
    ENDED_CLIENT_GONE,
    ENDED_SOCKET_ERROR,
    ENDED_REVOKED,
    ENDED_SHUTDOWN,
    /** A relay port that somebody else holds; another one is tried. */
    RELAY_PORTS_BUSY,

    // What was relayed: brought up to date by TurnServer.refreshCounters
    RELAYED_PACKETS_TO_PEERS,
    RELAYED_BYTES_TO_PEERS,
    RELAYED_PACKETS_TO_CLIENTS,
    RELAYED_BYTES_TO_CLIENTS;

    /** For example {@code error_401}. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
