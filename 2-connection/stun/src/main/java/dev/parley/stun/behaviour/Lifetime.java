package dev.parley.stun.behaviour;

import dev.parley.core.Deadlines;

/**
 * How long a mapping lives without traffic, RFC 5780 section 4.6: somewhere between the two times.
 *
 * @param aliveNanos after this silence an answer was still let in
 * @param goneNanos after this one no more; {@link Deadlines#NONE} when it outlived the longest
 *     silence tried
 */
public record Lifetime(long aliveNanos, long goneNanos) {

    /** Whether it outlived the longest silence tried. */
    public boolean outlived() {
        return goneNanos == Deadlines.NONE;
    }
}
