package dev.parley.siege;

import java.util.Locale;

/**
 * What one attack came to.
 *
 * @param perSecond hostile packets that left
 * @param hostileMicros CPU time of the server for each
 * @param relayedMicros the same for one relayed packet, measured in turns with it
 * @param ratio the median of each turn's
 * @param lostShare of the honest packets that were sent meanwhile
 * @param heapGrowthKib of what is reachable, once it is over
 * @param residentGrowthKib of the process
 * @param before the tables of the server
 * @param after the same, once it is over
 */
record Row(
        String attack,
        double perSecond,
        double hostileMicros,
        double relayedMicros,
        double ratio,
        double legitimatePerSecond,
        double lostShare,
        long heapGrowthKib,
        long residentGrowthKib,
        Tables before,
        Tables after) {
    static final String HEAD =
            "| attack | packets/s | CPU of one, µs | of one relayed, µs | ratio | honest packets/s"
                    + " | lost | heap, KiB | resident, KiB | tables |\n"
                    + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|";

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.0f | %.3f %% | %+d | %+d | %s |",
                attack,
                perSecond,
                hostileMicros,
                relayedMicros,
                ratio,
                legitimatePerSecond,
                lostShare * 100,
                heapGrowthKib,
                residentGrowthKib,
                before.equals(after) ? "as before" : before + " became " + after);
    }
}
