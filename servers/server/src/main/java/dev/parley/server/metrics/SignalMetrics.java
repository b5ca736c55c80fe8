package dev.parley.server.metrics;

import dev.parley.server.signaling.SignalingService;
import dev.parley.signal.SignalCounters;
import java.util.function.ToLongFunction;

/** What signaling counts. */
public final class SignalMetrics {
    private final Metrics metrics;
    private final SignalingService signaling;

    private SignalMetrics(Metrics metrics, SignalingService signaling) {
        this.metrics = metrics;
        this.signaling = signaling;
    }

    /** Adds them to the registry. */
    public static void bind(Metrics metrics, SignalingService signaling) {
        new SignalMetrics(metrics, signaling).bind();
    }

    private void bind() {
        metrics.gauge("parley.signal.open", "WebSockets", () -> signaling.gauges().connections());
        metrics.gauge("parley.signal.rooms", "Rooms", () -> signaling.gauges().rooms());
        metrics.gauge("parley.signal.peers", "Seats taken", () -> signaling.gauges().peers());
        metrics.counter(
                "parley.signal.origins.refused",
                "Upgrades refused for their origin",
                signaling::originsRefused);
        count("connections", "Connections taken", SignalCounters::connections);
        count("connections.refused", "Without room", SignalCounters::connectionsRefused);
        count("joins", "Peers that entered a room", SignalCounters::joins);
        count("resumes", "Pages that went on", SignalCounters::resumes);
        count("replacements", "Seats taken over", SignalCounters::replacements);
        count("waits", "Pages that queued for a seat", SignalCounters::waits);
        count("rooms.full", "Joins that met a full room", SignalCounters::roomsFull);
        count("secrets.refused", "Wrong passphrases", SignalCounters::secretsRefused);
        count("tokens.refused", "Wrong proofs of a seat", SignalCounters::tokensRefused);
        count("joins.limited", "Joins over the rate", SignalCounters::joinsRateLimited);
        count("join.timeouts", "Connections that never joined", SignalCounters::joinTimeouts);
        count("grace.timeouts", "Peers that did not return", SignalCounters::graceTimeouts);
        count("forwarded", "Messages passed on", SignalCounters::forwarded);
        count("undeliverable", "For nobody there", SignalCounters::undeliverable);
        count("malformed", "Messages that were none", SignalCounters::malformed);
        count("messages.limited", "Messages over the rate", SignalCounters::rateLimited);
        count("refusals", "Errors sent", SignalCounters::refusals);
        count("ice.servers", "Credentials issued", SignalCounters::iceServersIssued);
    }

    private void count(String name, String words, ToLongFunction<SignalCounters> value) {
        metrics.counter(
                "parley.signal." + name, words, () -> value.applyAsLong(signaling.counters()));
    }
}
