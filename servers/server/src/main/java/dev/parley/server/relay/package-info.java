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
 * <p>RFC 8656. One thread relays; a machine with many processors would run several with
 * SO_REUSEPORT, which is not implemented.
 */
package dev.parley.server.relay;
