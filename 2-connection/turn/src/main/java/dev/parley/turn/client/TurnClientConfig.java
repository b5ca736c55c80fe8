package dev.parley.turn.client;

/**
 * What a {@link TurnClient} is told once; good for any server where the user is known. Made by
 * {@link #builder}.
 *
 * @param tcpRelay whether the relay shall reach peers by TCP (RFC 6062); over TCP and TLS only, and
 *     without a port or a DF bit to wish for
 * @param lifetimeSeconds for how long at a time the allocation is asked for; 0 leaves it to the
 *     server
 * @param dontFragment ask for the DF bit on what is sent to peers by indications, and set it on our
 *     own datagrams. Where the server cannot, the allocation goes on without
 * @param keepaliveSeconds over UDP, send something at least as often, so that no NAT on the way
 *     forgets us; 0 leaves that to others
 * @param mobility ask for a ticket by which the allocation may come along to another path, RFC
 *     8016; where the server gives none the allocation goes on without
 * @param queueBytes memory for datagrams between the core and its driver
 */
public record TurnClientConfig(
        String username,
        String password,
        boolean tcpRelay,
        RelayFamily family,
        RelayPort port,
        int lifetimeSeconds,
        boolean dontFragment,
        int keepaliveSeconds,
        boolean mobility,
        int queueBytes) {

    /** The largest message and one more. */
    private static final int MIN_QUEUE_BYTES = 2 * 65_552;

    public TurnClientConfig {
        if (username.isEmpty()) {
            throw new IllegalArgumentException("a TURN server wants a username");
        }
        if (family == RelayFamily.BOTH && port.equals(new RelayPort.Even(true))) {
            throw new IllegalArgumentException(
                    "a port can be reserved next to one relay only: ask for one family");
        }
        if (family != RelayFamily.UNSPECIFIED && port instanceof RelayPort.Reserved) {
            throw new IllegalArgumentException("a reserved port has its family already");
        }
        if (tcpRelay && (dontFragment || !port.equals(new RelayPort.Any()))) {
            throw new IllegalArgumentException("a relay by TCP has no choice of ports, and no DF");
        }
        if (tcpRelay && mobility) {
            throw new IllegalArgumentException("a relay by TCP cannot move");
        }
        if (lifetimeSeconds < 0 || keepaliveSeconds < 0) {
            throw new IllegalArgumentException("times are zero seconds or more");
        }
        if (queueBytes < MIN_QUEUE_BYTES) {
            throw new IllegalArgumentException(
                    "the queue needs at least " + MIN_QUEUE_BYTES + " bytes");
        }
    }

    public static TurnClientConfigBuilder builder(String username, String password) {
        return new TurnClientConfigBuilder(username, password);
    }

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "TurnClientConfig[tcpRelay="
                + tcpRelay
                + ", family="
                + family
                + ", port="
                + port.getClass().getSimpleName()
                + ", lifetimeSeconds="
                + lifetimeSeconds
                + ", dontFragment="
                + dontFragment
                + ", keepaliveSeconds="
                + keepaliveSeconds
                + ", mobility="
                + mobility
                + ", queueBytes="
                + queueBytes
                + "]";
    }
}
