package dev.parley.signal;

/**
 * A peer as another one sees it.
 *
 * @param polite whether the receiver of this is the polite one towards that peer
 * @param present false while its signaling connection is lost
 */
public record PeerInfo(String peer, String name, boolean polite, boolean present) {}
