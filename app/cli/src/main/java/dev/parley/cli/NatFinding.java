package dev.parley.cli;

import dev.parley.stun.behaviour.NatReport;

/**
 * What natcheck found.
 *
 * @param server as it was given
 * @param udpBlocked whether the server was silent over UDP and answered over TCP
 */
record NatFinding(NatServer server, NatRoute route, NatReport report, boolean udpBlocked) {

    /** Whether something was learned of the way. */
    boolean isKnown() {
        return udpBlocked || report.outcome() == NatReport.Outcome.DISCOVERED;
    }
}
