package dev.parley.internet.tcp;

import dev.parley.internet.Packet;
import dev.parley.internet.TcpFlags;

/** The receiving half of a connection; positions as in {@link TcpSender}. */
final class TcpReceiver {
    static final int WINDOW_BYTES = 256 * 1024;

    private static final int SYN_WINDOW_BYTES = 0xFFFF; // a SYN cannot scale
    private static final long DELAYED_ACK_NANOS = 40_000_000;
    private static final long NOT_KNOWN = Long.MAX_VALUE;

    private final TcpConnection connection;
    private final ReceiveQueue queue = new ReceiveQueue(2 * WINDOW_BYTES);
    private final Alarm delayedAck;

    private int initial; // the sequence number of the other side's SYN
    private long next; // what comes next; one more than the FIN's once that is there
    private long edge = SYN_WINDOW_BYTES; // up to where we ever allowed it to send
    private long finAt = NOT_KNOWN;
    private boolean paused;
    private boolean endTold;
    private boolean ackNow;
    private int unacknowledged; // segments since the last ACK

    TcpReceiver(TcpConnection connection) {
        this.connection = connection;
        delayedAck = new Alarm(connection.internet(), this::acknowledge);
    }

    void peerSyn(Packet syn) {
        initial = syn.sequence;
    }

    boolean isSynAgain(Packet syn) {
        return syn.sequence == initial;
    }

    /** What our ACKs say. */
    int acknowledgment() {
        return initial + 1 + (int) next;
    }

    /** What our segments say, in bytes; what was allowed once stays allowed. */
    int window() {
        edge = Math.max(edge, roomUntil());
        return (int) (edge - next);
    }

    private long roomUntil() {
        return next + WINDOW_BYTES - queue.unreadBytes();
    }

    private long offset(Packet packet) {
        return next + (packet.sequence - acknowledgment());
    }

    /** Whether it is where it may be: not wholly before what comes next, not beyond the window. */
    boolean isAcceptable(Packet packet) {
        long from = offset(packet);
        return from + packet.length + fin(packet) >= next && from <= edge;
    }

    boolean isNext(Packet packet) {
        return offset(packet) == next;
    }

    private static int fin(Packet packet) {
        return (packet.tcpFlags & TcpFlags.FIN) != 0 ? 1 : 0;
    }

    /** Takes the bytes and the FIN of an acceptable segment; hands over what is in order. */
    void take(long now, Packet packet) {
        int fin = fin(packet);
        if (packet.length + fin == 0 || finAt < next) {
            ackNow |= packet.length + fin > 0; // again what we have
            return;
        }
        long from = offset(packet);
        long until = Math.min(from + packet.length, edge);
        if (fin == 1 && until == from + packet.length) {
            finAt = until;
        }
        long fresh = Math.max(from, next);
        unacknowledged++;
        ackNow |= from != next || queue.hasGap() || until < from + packet.length;
        if (fresh < until) {
            int skip = (int) (fresh - from);
            if (fresh > next) {
                queue.putAhead(fresh, packet.payload, skip, (int) (until - fresh));
            } else {
                deliver(now, packet.payload, skip, (int) (until - fresh));
            }
        }
        for (byte[] piece; (piece = queue.takeAt(next)) != null; ) {
            deliver(now, piece, 0, piece.length);
        }
        if (next == finAt) {
            next++;
            ackNow = true;
        }
    }

    private void deliver(long now, byte[] buf, int off, int len) {
        next += len;
        if (paused) {
            queue.putUnread(buf, off, len);
        } else {
            connection.received(now, buf, off, len);
        }
    }

    /** Whether the FIN has come, and everything before it. */
    boolean hasEnded() {
        return finAt < next;
    }

    /** Whether to tell the program that nothing more comes: true once, when it has read it all. */
    boolean takeEnd() {
        boolean tell = hasEnded() && !endTold && isRead();
        endTold |= tell;
        return tell;
    }

    /** Whether the program has everything that came. */
    boolean isRead() {
        return queue.unreadBytes() == 0;
    }

    // ---- the program's pace

    void pause() {
        paused = true;
    }

    void resume(long now) {
        paused = false;
        while (!paused) {
            byte[] piece = queue.takeUnread();
            if (piece == null) {
                break;
            }
            connection.received(now, piece, 0, piece.length);
        }
        // Tell of room only when it is worth a segment: RFC 9293 section 3.8.6.2.2.
        if (edge - next < WINDOW_BYTES / 2 && roomUntil() - edge >= WINDOW_BYTES / 4) {
            connection.acknowledge();
        }
    }

    // ---- acknowledging

    /** An ACK must leave with this input. */
    void acknowledgeNow() {
        ackNow = true;
    }

    /** Any segment of ours carries an ACK. */
    void acknowledged() {
        ackNow = false;
        unacknowledged = 0;
        delayedAck.clear();
    }

    /** At the end of an input: an ACK now, soon, or none. */
    void acknowledgeIfDue(long now) {
        if (ackNow || unacknowledged >= 2) {
            connection.acknowledge();
        } else if (unacknowledged == 1 && !delayedAck.isSet()) {
            delayedAck.set(now + DELAYED_ACK_NANOS);
        }
    }

    private void acknowledge() {
        connection.acknowledge();
    }

    /** Nothing comes any more; what the program has not read it may still read. */
    void stop() {
        delayedAck.clear();
        queue.forgetAhead();
    }
}
