/**
 * Signaling as a message machine: rooms, presence, roles and directed messages, over records. What
 * the messages mean is specified in docs/signaling.md; their JSON is the server's business.
 *
 * <pre>
 *   connected, receive(ClientMessage), malformed, closed, onTimeout
 *        |
 *        v
 *   SignalServer    connections, rates, forwarding     Prefixes  what one network may ask
 *        |
 *        v
 *   Rooms           seats, waiting, presence, grace    PeerTokens  HMAC(room, peer): proof of a seat
 *        |
 *        v
 *   pollOutput: Send(connection, ServerMessage) | Close(connection, CloseCode);  nextTimeout
 * </pre>
 *
 * <p>One owner thread, virtual or real time, injected randomness; nothing here reads a clock or
 * writes a log. Nothing is kept but who is present: a new instance with the same key lets the same
 * pages resume under the same ids.
 *
 * <p>Not implemented here: a client core; several servers that share their rooms.
 */
package dev.parley.signal;
