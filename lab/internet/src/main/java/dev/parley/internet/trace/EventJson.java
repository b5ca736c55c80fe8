package dev.parley.internet.trace;

import dev.parley.internet.NetworkEvent;
import dev.parley.internet.NetworkEvent.Delivered;
import dev.parley.internet.NetworkEvent.Departed;
import dev.parley.internet.NetworkEvent.Dropped;
import dev.parley.internet.NetworkEvent.Noted;
import dev.parley.internet.NetworkEvent.Passed;
import dev.parley.internet.NetworkEvent.Rewritten;
import dev.parley.internet.NetworkEvent.RowAdded;
import dev.parley.internet.NetworkEvent.RowRefreshed;
import dev.parley.internet.NetworkEvent.RowRemoved;
import dev.parley.internet.NetworkEvent.Sent;
import dev.parley.internet.PacketImage;
import dev.parley.internet.Protocol;
import dev.parley.internet.TableRow;
import java.util.Locale;

/** Events as JSON objects; {@link JsonLinesTrace} says what they look like. */
final class EventJson {
    private final JsonText json = new JsonText();

    String of(NetworkEvent event) {
        json.begin().field("at", event.at());
        json.field("event", name(event)).field("node", event.node());
        switch (event) {
            case Sent sent -> packet("packet", sent.packet());
            case Departed departed -> {
                json.field("to", departed.to());
                json.field("starts", departed.startsAt()).field("arrives", departed.arrivesAt());
                packet("packet", departed.packet());
            }
            case Rewritten rewritten -> {
                json.field("row", rewritten.row());
                packet("before", rewritten.before());
                packet("after", rewritten.after());
            }
            case Passed passed -> {
                json.field("row", passed.row());
                packet("packet", passed.packet());
            }
            case Delivered delivered -> packet("packet", delivered.packet());
            case Dropped dropped -> {
                json.field("reason", word(dropped.reason())).field("row", dropped.row());
                packet("packet", dropped.packet());
            }
            case RowAdded added -> {
                json.field("packetId", added.packet());
                row(added.row());
            }
            case RowRefreshed refreshed ->
                    json.field("packetId", refreshed.packet())
                            .field("row", refreshed.row())
                            .field("expires", refreshed.expiresAt());
            case RowRemoved removed ->
                    json.field("row", removed.row()).field("reason", word(removed.reason()));
            case Noted noted -> json.field("words", noted.words()).optional("topic", noted.topic());
        }
        return json.end().take();
    }

    /** A packet as all internets would number it. */
    static String withoutIdentity(PacketImage packet) {
        EventJson writer = new EventJson();
        writer.json.begin();
        writer.contents(packet);
        return writer.json.end().take();
    }

    private static String name(NetworkEvent event) {
        return switch (event) {
            case Sent _ -> "sent";
            case Departed _ -> "departed";
            case Rewritten _ -> "rewritten";
            case Passed _ -> "passed";
            case Delivered _ -> "delivered";
            case Dropped _ -> "dropped";
            case RowAdded _ -> "rowAdded";
            case RowRefreshed _ -> "rowRefreshed";
            case RowRemoved _ -> "rowRemoved";
            case Noted _ -> "noted";
        };
    }

    private void packet(String field, PacketImage packet) {
        json.begin(field).field("id", packet.id());
        if (packet.parent() != 0) {
            json.field("parent", packet.parent());
        }
        contents(packet);
        json.end();
    }

    private void contents(PacketImage packet) {
        json.field("protocol", word(packet.protocol()));
        json.field("source", packet.source().toString());
        json.field("destination", packet.destination().toString());
        json.field("size", packet.sizeBytes()).field("hopLimit", packet.hopLimit());
        flag("dontFragment", packet.dontFragment());
        flag("corrupt", packet.corrupt());
        if (Originals.isFragment(packet)) {
            json.begin("fragment").field("id", packet.fragmentId() & 0xFFFFFFFFL);
            json.field("offset", packet.fragmentOffset());
            json.field("more", packet.moreFragments()).end();
        }
        above(packet);
        json.hex("payload", packet.payload());
    }

    private void above(PacketImage packet) {
        if (packet.protocol() == Protocol.TCP) {
            json.begin("tcp").field("sequence", packet.sequence() & 0xFFFFFFFFL);
            json.field("acknowledgment", packet.acknowledgment() & 0xFFFFFFFFL);
            json.field("flags", packet.tcpFlags()).field("window", packet.window()).end();
        } else if (packet.protocol() == Protocol.ICMP) {
            json.begin("icmp").field("type", packet.icmpType()).field("code", packet.icmpCode());
            json.field("mtu", packet.icmpMtu()).end();
            PacketImage about = packet.quoted();
            if (about != null) {
                packet("quoted", about);
            }
        }
    }

    private void flag(String name, boolean value) {
        if (value) {
            json.field(name, true);
        }
    }

    private void row(TableRow row) {
        json.begin("row").field("id", row.id()).field("kind", word(row.kind()));
        json.field("protocol", word(row.protocol())).field("inside", row.inside().toString());
        json.optional("outside", row.outside()).optional("remote", row.remote());
        json.field("expires", row.expiresAt()).end();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
