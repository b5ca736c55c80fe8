/**
 * The relay of the server: the TURN core on real sockets, and the plane that moves the packets of
 * established channels without it.
 *
 * <pre>
 *   UDP listening sockets --+                  +-- UDP relay sockets, one per allocation
 *                           v                  v
 *              EventLoop: one thread, batches in native memory
 *                           |
 *                BatchRelayPlane (tap)  known channel: strip or add 4 bytes, send on
 *                           | the rest
 *                       TurnServer  ---- install, extend, remove ----> BatchRelayPlane
 *                           ^
 *   TCP, TLS --- StreamBridge
 * </pre>
 *
 * <p>RFC 8656. All of that is one {@link dev.parley.server.relay.RelayShard}; there are as many as
 * threads, on the same UDP ports (SO_REUSEPORT). What one has for another goes through the other's
 * {@link dev.parley.server.relay.Mailbox}.
 */
package dev.parley.server.relay;
