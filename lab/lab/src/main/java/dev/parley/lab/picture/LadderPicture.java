package dev.parley.lab.picture;

import dev.parley.core.TransportAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.NetworkEvent;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happens between some nodes, one rung for each packet on a link, and draws it. The
 * internet's core is left out: what passes it goes from one side to the other.
 */
public final class LadderPicture implements Consumer<NetworkEvent> {
    private static final String CORE = "internet";

    /** One line of the ladder; {@code to} is null for a remark at a node. */
    record Rung(
            long at,
            String from,
            @Nullable String to,
            String label,
            @Nullable String before,
            @Nullable String dropped) {}

    private final List<String> columns;
    private final List<Rung> rungs = new ArrayList<>();
    private final Map<Long, String> enteredCoreFrom = new HashMap<>(); // by packet
    private final Map<Long, String> previousForm = new HashMap<>();
    private final Map<Long, Integer> lastRung = new HashMap<>();

    /**
     * An empty ladder.
     *
     * @param columns the names of the nodes to be seen, from left to right
     */
    public LadderPicture(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    List<String> columns() {
        return columns;
    }

    List<Rung> rungs() {
        return rungs;
    }

    /** The picture as it is now. */
    public String svg(String title) {
        return new LadderSvg(this).draw(title);
    }

    /** Puts a remark under a column. */
    public void remark(long at, String node, String words) {
        rungs.add(new Rung(at, node, null, words, null, null));
    }

    @Override
    public void accept(NetworkEvent event) {
        switch (event) {
            case NetworkEvent.Departed departed -> departed(departed);
            case NetworkEvent.Rewritten(long _, String _, PacketImage before, var _, int _) ->
                    previousForm.put(before.id(), form(before));
            case NetworkEvent.Dropped dropped -> dropped(dropped);
            case NetworkEvent.RowAdded(long at, String node, TableRow row, long _)
                    when row.kind() != TableRow.Kind.PERMISSION && columns.contains(node) ->
                    remark(at, node, "new row: " + words(row));
            case NetworkEvent.RowRemoved(long at, String node, int row, var reason)
                    when columns.contains(node) && reason != NetworkEvent.RemovalReason.CLOSED ->
                    gone(at, node, row, reason);
            default -> {}
        }
    }

    private void departed(NetworkEvent.Departed departed) {
        PacketImage packet = departed.packet();
        if (departed.to().equals(CORE)) {
            enteredCoreFrom.put(packet.id(), departed.node());
            return;
        }
        String from =
                departed.node().equals(CORE)
                        ? enteredCoreFrom.getOrDefault(packet.id(), CORE)
                        : departed.node();
        if (!columns.contains(from) || !columns.contains(departed.to())) {
            return;
        }
        lastRung.put(packet.id(), rungs.size());
        rungs.add(
                new Rung(
                        departed.arrivesAt(),
                        from,
                        departed.to(),
                        form(packet),
                        previousForm.remove(packet.id()),
                        null));
    }

    private void dropped(NetworkEvent.Dropped dropped) {
        String why = words(dropped.reason());
        Integer index = lastRung.get(dropped.packet().id());
        if (index != null && dropped.node().equals(rungs.get(index).to())) {
            Rung rung = rungs.get(index);
            rungs.set(index, new Rung(rung.at, rung.from, rung.to, rung.label, rung.before, why));
        } else if (columns.contains(dropped.node())) {
            remark(dropped.at(), dropped.node(), "✕ " + form(dropped.packet()) + ": " + why);
        }
    }

    private void gone(long at, String node, int row, NetworkEvent.RemovalReason reason) {
        String words =
                switch (reason) {
                    case EXPIRED -> "was silent for too long: forgotten";
                    case CLOSED -> "closed";
                    case REBOOT -> "gone: the router was restarted";
                    case ADDRESS_CHANGED -> "gone: the router has another address";
                    case OVERLOADED -> "gone: another machine took its port";
                };
        String last = "row " + row + " " + words;
        boolean told = rungs.stream().anyMatch(rung -> rung.at == at && rung.label.endsWith(words));
        if (!told) {
            remark(at, node, last);
        }
    }

    private static String form(PacketImage packet) {
        if (packet.protocol() == Protocol.ICMP) {
            PacketImage about = packet.quoted();
            PacketImage named = about == null ? packet : about;
            return (about == null ? "ICMP " : "ICMP about ")
                    + named.source()
                    + " → "
                    + named.destination();
        }
        if (packet.fragmentOffset() > 0) {
            return "fragment " + packet.source().ip() + " → " + packet.destination().ip();
        }
        return (packet.moreFragments() ? "first fragment " : "")
                + packet.source()
                + " → "
                + packet.destination();
    }

    private static String words(TableRow row) {
        TransportAddress outside = row.outside();
        TransportAddress remote = row.remote();
        return row.inside()
                + (outside == null ? "" : " = " + outside)
                + (remote == null ? "" : " for " + remote);
    }

    private static String words(DropReason reason) {
        return switch (reason) {
            case NO_MAPPING -> "no row for this port";
            case FILTERED_BY_ADDRESS -> "nothing was sent to that address";
            case FILTERED_BY_PORT -> "nothing was sent to that address and port";
            case UNSOLICITED -> "nobody inside asked for it";
            case NO_HAIRPIN -> "it does not turn packets round";
            case GATEWAY_INPUT -> "not for anybody inside";
            case FRAGMENT -> "it takes no such fragments";
            case ICMP_UNRELATED -> "about nothing it knows";
            case NO_SOCKET -> "no program is there";
            case PORTS_EXHAUSTED -> "no port is left";
            case TABLE_FULL -> "the table is full";
            default -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
