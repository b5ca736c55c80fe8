package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link NatReport} in the making. */
final class Findings {
    private final TransportAddress server;
    private final TreeMap<Integer, MappingSample> samples = new TreeMap<>();
    NatReport.Outcome outcome = NatReport.Outcome.NO_ANSWER;
    int errorCode;
    ServerKind serverKind = ServerKind.UNKNOWN;
    @Nullable TransportAddress other;
    @Nullable TransportAddress local;
    @Nullable TransportAddress mapped;
    long rttNanos;
    Dependence mapping = Dependence.UNKNOWN;
    Dependence filtering = Dependence.UNKNOWN;
    Hairpinning hairpinning = Hairpinning.UNKNOWN;
    Verdict strangersMoveMapping = Verdict.UNKNOWN;
    Verdict fragments = Verdict.UNKNOWN;
    @Nullable Lifetime lifetime;

    Findings(TransportAddress server) {
        this.server = server;
    }

    /**
     * Notes a mapping.
     *
     * @param order its place among all, by when they were asked for: answers may overtake each
     *     other
     */
    void sample(int order, LocalSocket socket, TransportAddress remote, TransportAddress mapped) {
        samples.put(order, new MappingSample(socket.local, remote, mapped));
    }

    boolean translated() {
        return mapped != null && !mapped.equals(local);
    }

    /** Whether the server's other address, or its first address's other port, has answered. */
    boolean hasHeard(boolean otherAddress) {
        return samples.values().stream()
                .map(MappingSample::remote)
                .anyMatch(remote ->
                        remote.ip().equals(server.ip())
                                ? !otherAddress && remote.port() != server.port()
                                : otherAddress);
    }

    NatReport report() {
        List<MappingSample> inOrder = List.copyOf(samples.values());
        return new NatReport(
                outcome,
                errorCode,
                server,
                serverKind,
                other,
                local,
                mapped,
                rttNanos,
                mapping,
                filtering,
                hairpinning,
                strangersMoveMapping,
                fragments,
                PortPattern.of(List.copyOf(samples.headMap(StrangerTest.ORDER).values())),
                lifetime,
                inOrder);
    }
}
