package dev.parley.turn;

/**
 * That one peer, by address and port, speaks with one relay alone of those that share a port.
 *
 * @param path from the shared socket to the peer; retained
 */
record PeerClaim(RelayShare share, int path) {

    /** One path has one claim. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return path;
    }
}
