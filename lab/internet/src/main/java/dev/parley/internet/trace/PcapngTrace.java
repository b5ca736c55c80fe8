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
import dev.parley.internet.trace.Frame.Direction;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens as a pcapng file, which Wireshark and its relatives open.
 *
 * <p>Each direction of a link is an interface of its own, named {@code ana > home}: {@code
 * frame.interface_name == "ana > home"} shows what a capture there would. A packet is in the file
 * once for each link it goes over, at the time its first bit leaves, with the bytes that a real
 * wire would carry; its packet id is one and the same on all links. What becomes of it at the far
 * end (rewritten, let through, dropped, and by which row of which table) stands in its comments, as
 * does how it was rewritten before it left. What is dropped before it leaves is on an interface
 * named as the node alone.
 *
 * <p>Wireshark takes a segment of TCP that it sees again on the next link for a retransmission: who
 * wants to know how a connection fares records it {@link #at} one end.
 *
 * <p>Time 0 is the beginning of 2025: the same events give the same bytes. Events that are about no
 * packet are left out; {@link JsonLinesTrace} has them all.
 *
 * <p>Throws {@link java.io.UncheckedIOException} when the stream does not take what is written.
 */
public final class PcapngTrace implements Consumer<NetworkEvent>, AutoCloseable {
    private static final int CARRIED_CAP = 4096;

    private final PcapngFile file;
    private final @Nullable String onlyAt;
    private final Originals originals = new Originals();
    private final PacketBytes bytes = new PacketBytes(originals);

    private final PriorityQueue<Frame> frames = new PriorityQueue<>();
    private long frameCount;

    /** The link that each packet is on or came by last, until that frame is written. */
    private final Map<Long, Frame> latest = new HashMap<>();

    /** What to say of packets when they leave the node they are in. */
    private final Map<Long, List<String>> carried =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, List<String>> eldest) {
                    return size() > CARRIED_CAP;
                }
            };

    private PcapngTrace(OutputStream out, @Nullable String onlyAt) {
        this.file = new PcapngFile(out);
        this.onlyAt = onlyAt;
    }

    /** Writes every link. {@link #close} closes the stream. */
    public static PcapngTrace everywhere(OutputStream out) {
        return new PcapngTrace(out, null);
    }

    /**
     * Writes what a capture on one machine or router would see: an interface for each neighbour,
     * packets that come in at the time of their arrival.
     */
    public static PcapngTrace at(String node, OutputStream out) {
        return new PcapngTrace(out, node);
    }

    @Override
    public void accept(NetworkEvent event) {
        writeBefore(event.at());
        switch (event) {
            case Sent sent -> originals.see(sent.packet());
            case Departed departed -> departed(departed);
            case Rewritten rewritten -> rewritten(rewritten);
            case Passed passed -> comment(passed.node(), passed.packet().id(), Comments.of(passed));
            case Delivered delivered -> carried.remove(delivered.packet().id());
            case Dropped dropped -> dropped(dropped);
            case RowAdded added -> comment(added.node(), added.packet(), Comments.of(added));
            case RowRefreshed refreshed ->
                    comment(refreshed.node(), refreshed.packet(), Comments.of(refreshed));
            case RowRemoved _, Noted _ -> {
                // about no packet
            }
        }
    }

    /** Writes what is left, and closes the stream. */
    @Override
    public void close() {
        writeBefore(Long.MAX_VALUE);
        file.close();
    }

    private void departed(Departed event) {
        String from = event.node();
        String to = event.to();
        Frame frame;
        if (onlyAt == null) {
            String name = from + " > " + to;
            frame = frame(event, name, event.startsAt(), Direction.UNSAID);
        } else if (onlyAt.equals(from)) {
            frame = frame(event, to, event.startsAt(), Direction.OUTBOUND);
        } else if (onlyAt.equals(to)) {
            frame = frame(event, from, event.arrivesAt(), Direction.INBOUND);
        } else {
            originals.see(event.packet());
            carried.remove(event.packet().id());
            return;
        }
        add(frame);
    }

    private Frame frame(Departed event, String name, long at, Direction direction) {
        PacketImage packet = event.packet();
        return frame(at, name, direction, packet, event.node(), event.to(), event.arrivesAt());
    }

    private Frame frame(
            long at,
            String name,
            Direction direction,
            PacketImage packet,
            String from,
            String to,
            long settledAt) {
        originals.see(packet);
        byte[] wire = bytes.of(packet);
        return new Frame(at, frameCount++, name, direction, packet.id(), wire, from, to, settledAt);
    }

    private void add(Frame frame) {
        List<String> said = carried.remove(frame.packetId);
        if (said != null) {
            frame.comments.addAll(said);
        }
        frames.add(frame);
        latest.put(frame.packetId, frame);
    }

    private void rewritten(Rewritten event) {
        long packet = event.after().id();
        String comment = Comments.of(event);
        Frame arrived = latest.get(event.before().id());
        if (arrived != null && arrived.to.equals(event.node())) {
            arrived.comments.add(comment);
        }
        carry(packet, comment);
    }

    /** Said of the packet where it came in; if it was made here, where it leaves. */
    private void comment(String node, long packet, String comment) {
        Frame arrived = latest.get(packet);
        if (arrived != null && arrived.to.equals(node)) {
            arrived.comments.add(comment);
        } else {
            carry(packet, comment);
        }
    }

    private void carry(long packet, String comment) {
        carried.computeIfAbsent(packet, _ -> new ArrayList<>(2)).add(comment);
    }

    private void dropped(Dropped event) {
        PacketImage packet = event.packet();
        String node = event.node();
        String comment = Comments.of(event);
        Frame last = latest.get(packet.id());
        if (last != null && (last.to.equals(node) || last.from.equals(node))) {
            last.comments.add(comment);
            carried.remove(packet.id());
        } else if (onlyAt == null || onlyAt.equals(node)) {
            Frame frame = frame(event.at(), node, Direction.UNSAID, packet, node, node, event.at());
            add(frame);
            frame.comments.add(comment);
        }
    }

    private void writeBefore(long now) {
        for (Frame head = frames.peek(); head != null; head = frames.peek()) {
            if (head.settledAt >= now) {
                return;
            }
            frames.remove();
            latest.remove(head.packetId, head);
            int name = file.interfaceNamed(head.interfaceName);
            file.packet(name, head);
        }
    }
}
