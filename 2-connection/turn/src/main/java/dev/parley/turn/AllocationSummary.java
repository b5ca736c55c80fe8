package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.util.List;

/**
 * An allocation at one moment, in a few words; see {@link TurnServer#list}. Times are those of the
 * core, which a {@link dev.parley.core.WallClock} turns into the time of day.
 *
 * @param allocation its number, the same as in {@link TurnEvent}
 * @param user who owns it, as events name it: data, not text to print as it is
 * @param client where its messages come from
 * @param transport between client and server
 * @param tcp whether peers are reached by TCP, RFC 6062
 * @param relayed the addresses that peers see and that stand now
 * @param expiresAtNanos when the last of them ends unless it is refreshed
 * @param permissions how many peers may send
 * @param channels how many are bound
 * @param connections with peers, of a relay by TCP
 * @param usage since it was created
 */
public record AllocationSummary(
        long allocation,
        String user,
        TransportAddress client,
        Transport transport,
        boolean tcp,
        List<TransportAddress> relayed,
        long createdAtNanos,
        long expiresAtNanos,
        int permissions,
        int channels,
        int connections,
        Usage usage) {

    public AllocationSummary {
        relayed = List.copyOf(relayed);
    }
}
