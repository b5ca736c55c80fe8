/**
 * Signaling over WebSocket and JSON: the protocol of docs/signaling.md on top of the core in
 * dev.parley.signal.
 *
 * <pre>
 *   network threads                      the owner's thread
 *   SignalUpgrade  path, origin, version
 *   SignalSocket   JSON -> message  ---> SignalLoop  ---> SignalServer (core)
 *                                           |   ^
 *   WebSocketSession <--- JSON <------------+   +--- IceServerPlan + TurnRestCredentials
 * </pre>
 *
 * <p>Limits: a message has 64 KiB, JSON is nested eight deep at most, what waits for the owner is
 * bounded by message and by volume.
 */
@NullMarked
package dev.parley.server.signaling;

import org.jspecify.annotations.NullMarked;
