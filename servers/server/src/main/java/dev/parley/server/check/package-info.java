/**
 * The server's half of a network check: what arrived here of the requests that a page made, and
 * what became of them. The page at {@code /check} lays it beside what its browser saw.
 *
 * <pre>
 *   page ---- POST /api/check ------------> desk: an id for the wire, a token to read by, a key
 *   page ==== STUN, TURN with the id =====> relay --- TurnEvent.Attempt ---> desk
 *   page ---- GET /api/check?token=... ---> what was seen of that id
 * </pre>
 *
 * <p>Nothing is kept for strangers: only ids that were given out here, for a minute and a half, so
 * many in all and for one network; of one check only so many sightings. A first TURN request
 * carries no name, so it counts as a sign by its address alone, and only while a check from that
 * address runs.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.server.check;
