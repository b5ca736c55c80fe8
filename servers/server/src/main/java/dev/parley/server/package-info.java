/**
 * The whole server in one process: page, signaling, STUN and TURN, metrics. {@link
 * dev.parley.server.ParleyServer} is the entrance; the other classes here turn settings into parts.
 *
 * <pre>
 *   settings: flags, environment, file        state: secrets        tls: the certificate
 *        \________________________________________|________________________/
 *                                                 v
 *                                           ParleyServer
 *        TCP (Listening)                          |                       UDP (Relaying)
 *   http, https, stun, turns --> FrontDoor --+----+-----------------+         |
 *                                            | request   WebSocket  | stream  |
 *                                            v           v          v         v
 *                                          http      signaling        relay
 *   metrics, on a port of its own: counts all of them
 * </pre>
 *
 * <p>Not implemented: taking a renewed certificate without a new start, several servers that share
 * rooms or users.
 */
package dev.parley.server;
