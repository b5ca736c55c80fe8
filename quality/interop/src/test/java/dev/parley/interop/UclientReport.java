package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What coturn's test client says at its end. It exits with 0 even when it failed, so only its words
 * count.
 *
 * @param sent messages; -1 when it says nothing of them
 * @param lost messages; -1 when it says nothing of them
 */
record UclientReport(int sent, int received, int lost, String output) {
    private static final Pattern TOTALS =
            Pattern.compile("start_mclient: tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");
    private static final Pattern LOST = Pattern.compile("Total lost packets (\\d+)");

    /** Every message has come back. */
    void expectAllRelayed() {
        assertThat(sent).as(output).isGreaterThanOrEqualTo(Uclient.MESSAGES);
        assertThat(received).as(output).isEqualTo(sent);
        assertThat(lost).as(output).isZero();
        assertThat(output).endsWith("exit code 0");
    }

    static UclientReport of(String output) {
        return new UclientReport(
                last(TOTALS, 1, output), last(TOTALS, 2, output), last(LOST, 1, output), output);
    }

    private static int last(Pattern pattern, int group, String output) {
        return pattern.matcher(output)
                .results()
                .map((MatchResult result) -> Integer.parseInt(result.group(group)))
                .reduce(-1, (earlier, later) -> later);
    }
}
