package dev.parley.lab.real;

/**
 * What a machine offers to build on.
 *
 * @param userNamespace whether a user namespace makes us root, because we are not or not enough
 * @param ipv6 whether its kernel has IPv6
 * @param netem whether its kernel can delay, reorder, duplicate and corrupt packets (sch_netem)
 * @param tokenBucket whether its kernel can limit the rate of a link (sch_tbf)
 * @param restoresSignals whether its {@code env} can give commands back what a shell took: Ctrl-C
 */
public record Ground(
        boolean userNamespace,
        boolean ipv6,
        boolean netem,
        boolean tokenBucket,
        boolean restoresSignals) {

    /** A machine with everything, as most distributions make them. */
    public static final Ground FULL = new Ground(true, true, true, true, true);
}
