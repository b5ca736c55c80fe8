/**
 * A whole server: the page, signaling, STUN and TURN, and the metrics of all of them, in one
 * process.
 *
 * <pre>
 *   Configuration --> ParleyServer.start
 *                          |
 *    HTTP  8080  --+       +-- Relaying --> relay.RelayService  (UDP 3478, threads of its own)
 *    HTTPS 8443  --+-- FrontDoor            ^ streams: TURN over TCP and TLS
 *    STUN  3478  --+       |----------------+
 *    TURNS 5349  --+       |-- Signaling -> signaling.SignalingService   /signal
 *                          +-- http.Router  / /r/NAME /api/info /qr.svg /health
 *    metrics 9641 ------------ metrics.Metrics                           /metrics
 * </pre>
 *
 * <p>Not here: certificates from an authority (ACME), a certificate replaced while running, several
 * servers that share rooms.
 */
package dev.parley.server;
