/**
 * What happens to packets on one direction of a link, in numbers: who waits, who is lost, when the
 * others arrive.
 *
 * <pre>
 *   packet --&gt; queue --&gt; transmitter --&gt; the way ----------------&gt; arrival
 *              drop-tail  bits a second   loss (alone or in bursts), corruption,
 *              or CoDel                   duplication, delay, jitter, reordering
 * </pre>
 *
 * <p>RFC 8289 (CoDel); bursts by the model of Gilbert and Elliott. All decisions are comparisons of
 * integers with bits of a seeded source: the same on every machine. A link that only delays never
 * comes here.
 *
 * <p>Not implemented: ECN, FQ-CoDel, links shared by both directions.
 */
package dev.parley.internet.link;
