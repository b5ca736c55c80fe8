package dev.parley.internet.trace;

import dev.parley.core.TransportAddress;
import dev.parley.internet.NetworkEvent.Dropped;
import dev.parley.internet.NetworkEvent.Passed;
import dev.parley.internet.NetworkEvent.Rewritten;
import dev.parley.internet.NetworkEvent.RowAdded;
import dev.parley.internet.NetworkEvent.RowRefreshed;
import dev.parley.internet.PacketImage;
import dev.parley.internet.TableRow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happened to a packet, in a line that a capture can carry. */
final class Comments {
    private Comments() {}

    static String of(Rewritten event) {
        PacketImage before = event.before();
        PacketImage after = event.after();
        StringBuilder line = new StringBuilder(event.node()).append(" rewrote");
        boolean source = changed(line, " source ", before.source(), after.source());
        line.append(source && !before.destination().equals(after.destination()) ? "," : "");
        boolean destination =
                changed(line, " destination ", before.destination(), after.destination());
        if (!source && !destination) {
            line.append(" what it quotes");
        }
        return line.append(" by row ").append(event.row()).toString();
    }

    static String of(Passed event) {
        return event.node() + " let it pass by row " + event.row();
    }

    static String of(Dropped event) {
        String line = event.node() + " dropped it: " + words(event.reason());
        return event.row() == 0 ? line : line + " (nearest: row " + event.row() + ")";
    }

    static String of(RowAdded event) {
        TableRow row = event.row();
        StringBuilder line = new StringBuilder(event.node()).append(" made row ").append(row.id());
        line.append(": ").append(words(row.kind())).append(' ').append(row.protocol());
        line.append(" inside ").append(row.inside());
        append(line, " outside ", row.outside());
        append(line, " remote ", row.remote());
        return line.toString();
    }

    static String of(RowRefreshed event) {
        return event.node() + " kept row " + event.row() + " longer";
    }

    private static void append(
            StringBuilder line, String what, @Nullable TransportAddress address) {
        if (address != null) {
            line.append(what).append(address);
        }
    }

    private static boolean changed(
            StringBuilder line, String what, TransportAddress before, TransportAddress after) {
        if (before.equals(after)) {
            return false;
        }
        line.append(what).append(before).append(" to ").append(after);
        return true;
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
