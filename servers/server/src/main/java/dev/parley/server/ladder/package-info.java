/**
 * What the latency ladder needs of a server: two members of a pair, and the same small message from
 * one to the other by each of the ways that people build such things with.
 *
 * <pre>
 *   POST /api/ladder                  a pair: two tokens, one for each member
 *   POST /api/ladder/echo  --------&gt;  back in the answer
 *   POST /api/ladder/say   --------&gt;  the other's box
 *   GET  /api/ladder/hear  &lt;--------  the own box: at once, or as soon as something is in it
 *   WebSocket /ladder                 echo, and through to the other
 * </pre>
 *
 * <p>Nothing is kept but boxes of small messages, so many of them and so long. Who has no token of
 * a pair reaches nobody.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.server.ladder;
