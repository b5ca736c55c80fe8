package dev.parley.internet.topology;

/** What gets lost on a link. */
public sealed interface Loss {
    Loss NONE = new Random(0);

    /** Each packet alone, with this probability. */
    record Random(double probability) implements Loss {}

    /**
     * Bursts, by the model of Gilbert and Elliott: a good and a bad state, with a loss in each.
     *
     * @param toBad the probability that a good link turns bad at a packet
     * @param toGood the same back
     */
    record Bursts(double toBad, double toGood, double lossInGood, double lossInBad)
            implements Loss {}
}
