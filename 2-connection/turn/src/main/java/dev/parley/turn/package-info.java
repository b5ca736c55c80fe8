/**
 * A TURN server as a protocol core: RFC 8656 (TURN), RFC 6062 (relays by TCP) and RFC 8016
 * (mobility), with the long-term credentials and the Binding method of RFC 8489 (STUN).
 *
 * <pre>
 *   client                          TurnServer                               peer
 *     |  receive, receiveStream   +--------------------------------------+     |
 *     |-------------------------> | StreamFraming -> ClientMessages      |     |
 *     |   401, 438, 400, 437      |   Authenticator (Nonces, limiter)    |     |
 *     |<------------------------- |   Allocate, Refresh, CreatePermission|     |
 *     |                           |   ChannelBind --> AllocationTable    |     |
 *     |  Send, ChannelData        |   ToPeer  (permission? policy? own?) |---->|
 *     |  Data, ChannelData        |   ToClient  (permission? channel?)   |<----|
 *     |  Connect, ConnectionBind  |   PeerStreams: joined by the driver  |=====| TCP
 *     |                           |   Endings --> Flows --> RelayPlane   |     |
 *     |                           +--------------------------------------+     |
 *                                    OpenUdp, CloseSocket, events, counters
 * </pre>
 *
 * <p>Nobody who has not authenticated leaves anything behind, and every table has a cap in {@link
 * dev.parley.turn.Quotas}. All that ends comes through {@code Endings}, and every flow through
 * {@code Flows.close}, which tells the {@link dev.parley.turn.RelayPlane}.
 *
 * <p>Not implemented: third-party authorization (RFC 7635), ICMP attributes in Data indications.
 * The client is in {@link dev.parley.turn.client}.
 */
package dev.parley.turn;
