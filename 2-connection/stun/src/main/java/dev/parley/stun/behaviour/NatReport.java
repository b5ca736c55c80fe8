package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What kind of NAT, or none, is between an address of ours and a server.
 *
 * @param outcome whether the server could be asked at all; unless it says {@link
 *     Outcome#DISCOVERED} the rest is unknown
 * @param errorCode what the server said when it {@link Outcome#REFUSED}, else 0
 * @param server the server that was asked
 * @param serverKind how much of RFC 5780 it serves
 * @param other its other address and port (with one address: the other port), when it has one; as
 *     we reach it, which behind a NAT64 is an IPv6 address
 * @param local our own address and port
 * @param mapped what the server saw instead of {@code local}
 * @param rttNanos the shortest round trip that was seen
 * @param mapping on what the outside endpoint depends
 * @param filtering on what it depends who may send to it
 * @param hairpinning whether two of us inside reach each other by outside endpoints
 * @param strangersMoveMapping whether a packet that was not let in changes the mapping towards its
 *     sender: with such a NAT, punching a hole fails when the other side's packet comes first
 * @param fragments whether a request and an answer of two fragments get through
 * @param ports how outside ports look
 * @param lifetime how long a silent mapping lives; null when it was not measured or could not be
 * @param samples every mapping that was seen, in the order asked
 */
public record NatReport(
        Outcome outcome,
        int errorCode,
        TransportAddress server,
        ServerKind serverKind,
        @Nullable TransportAddress other,
        @Nullable TransportAddress local,
        @Nullable TransportAddress mapped,
        long rttNanos,
        Dependence mapping,
        Dependence filtering,
        Hairpinning hairpinning,
        Verdict strangersMoveMapping,
        Verdict fragments,
        PortChoice ports,
        @Nullable Lifetime lifetime,
        List<MappingSample> samples) {

    /** Whether the server could be asked. */
    public enum Outcome {
        DISCOVERED,
        /** Nothing came back: UDP is blocked, or no STUN server is there. */
        NO_ANSWER,
        /** The server answered with an error. */
        REFUSED,
        /** No socket could be opened on our own address. */
        NO_SOCKET
    }

    public NatReport {
        samples = List.copyOf(samples);
    }

    /** Whether addresses or ports are translated on the way; false also when nothing is known. */
    public boolean translated() {
        return mapped != null && !mapped.equals(local);
    }
}
