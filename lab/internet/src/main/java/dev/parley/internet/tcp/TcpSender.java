package dev.parley.internet.tcp;

import dev.parley.internet.Packet;
import dev.parley.internet.TcpFlags;

/**
 * The sending half of a connection. Positions are offsets in the stream: the SYN is at -1, the
 * first byte at 0, the FIN after the last byte.
 */
final class TcpSender {
    private static final int QUEUE_BYTES = 1 << 20;
    private static final long CONNECT_PATIENCE_NANOS = 60_000_000_000L;
    private static final long PATIENCE_NANOS = 100_000_000_000L; // RFC 9293: R2, 100 seconds
    private static final long NOT_TIMED = Long.MIN_VALUE;

    private final TcpConnection connection;
    private final int initial; // the sequence number of the SYN
    private final SendQueue queue = new SendQueue(QUEUE_BYTES);
    private final RoundTripTime roundTrip = new RoundTripTime();
    private final NewReno congestion = new NewReno();
    private final SegmentSize segment;
    private final Alarm alarm;

    private long unacknowledged = -1;
    private long next = 0; // what is sent next; back to the beginning after a timeout
    private long highest = 0; // the end of what was ever sent
    private long peerWindow;
    private int peerWindowSequence; // of the segment that told it: SND.WL1
    private boolean finQueued;
    private boolean crowded; // the program shall hear when there is room again
    private long timedFrom = NOT_TIMED;
    private long timedUntil;
    private int tries; // timeouts since anything was acknowledged
    private long lastHeard;

    TcpSender(TcpConnection connection, int initial, SegmentSize segment) {
        this.connection = connection;
        this.initial = initial;
        this.segment = segment;
        alarm = new Alarm(connection.internet(), this::timedOut);
    }

    // ---- opening

    /** Sends a SYN, or a SYN with an ACK; again, if it was sent before. */
    void sendSyn(long now, int flags) {
        if (!alarm.isSet()) {
            lastHeard = tries == 0 ? now : lastHeard;
            alarm.set(now + roundTrip.timeoutNanos());
        }
        if (tries == 0 && timedFrom == NOT_TIMED) {
            timedFrom = now;
        }
        connection.emitSyn(flags, initial, segment.bytes());
    }

    /** What the other side's SYN says. */
    void peerSyn(Packet syn) {
        segment.limit(SynOptions.mss(syn.payload, syn.length, syn.v6));
        peerWindow = syn.window;
        peerWindowSequence = syn.sequence;
    }

    /** Our SYN was acknowledged: bytes may flow. */
    void opened(long now) {
        unacknowledged = 0;
        alarm.clear();
        if (tries > 0) {
            roundTrip.synWasLost();
        } else {
            roundTrip.measured(now - timedFrom);
        }
        timedFrom = NOT_TIMED;
        tries = 0;
        lastHeard = now;
        congestion.begin(segment.bytes());
    }

    // ---- what the program does

    int write(byte[] buf, int off, int len) {
        int taken = queue.append(buf, off, len);
        crowded |= queue.room() < QUEUE_BYTES / 2;
        return taken;
    }

    int room() {
        return queue.room();
    }

    void finish() {
        finQueued = true;
    }

    boolean isFinished() {
        return finQueued;
    }

    /** Whether the other side has everything, the FIN too. */
    boolean isDone() {
        return finQueued && unacknowledged > queue.end();
    }

    /** Whether there is much room again: true once each time. */
    boolean takeWritable() {
        boolean writable = crowded && !finQueued && queue.room() >= QUEUE_BYTES / 2;
        crowded &= !writable;
        return writable;
    }

    // ---- acknowledgments

    /** The offset that a sequence number of ours stands for. */
    private long offset(int sequence) {
        return unacknowledged + (sequence - sequence(unacknowledged));
    }

    int sequence(long offset) {
        return initial + 1 + (int) offset;
    }

    /** The sequence number of what is sent next. */
    int nextSequence() {
        return sequence(highest);
    }

    /** Whether the acknowledgment is of something that was sent. */
    boolean wasSent(int acknowledgment) {
        return offset(acknowledgment) <= highest;
    }

    /** Takes the acknowledgment and the window of a segment that was in order. */
    void acknowledged(long now, Packet packet) {
        long ack = offset(packet.acknowledgment);
        lastHeard = now;
        if (ack > unacknowledged) {
            progress(now, ack);
        } else if (ack == unacknowledged && isDuplicate(packet)) {
            if (congestion.duplicate(ack, highest - ack, highest)) {
                resendFirst(now);
            }
        }
        if (ack >= unacknowledged && packet.sequence - peerWindowSequence >= 0) {
            peerWindow = packet.window;
            peerWindowSequence = packet.sequence;
        }
    }

    private boolean isDuplicate(Packet packet) {
        return highest > unacknowledged
                && packet.length == 0
                && packet.window == peerWindow
                && peerWindow > 0
                && (packet.tcpFlags & TcpFlags.FIN) == 0;
    }

    private void progress(long now, long ack) {
        long bytes = ack - unacknowledged;
        unacknowledged = ack;
        queue.drop(ack);
        next = Math.max(next, ack);
        tries = 0;
        if (timedFrom != NOT_TIMED && ack >= timedUntil) {
            roundTrip.measured(now - timedFrom);
            timedFrom = NOT_TIMED;
        } else {
            roundTrip.progress();
        }
        if (congestion.acknowledged(bytes, ack, highest - ack)) {
            resendFirst(now);
        }
        if (highest > ack) {
            alarm.set(now + roundTrip.timeoutNanos());
        } else {
            alarm.clear();
        }
    }

    // ---- sending

    /** Sends what windows and queue allow. */
    void output(long now) {
        if (!alarm.isSet() && tries == 0) {
            lastHeard = now; // nothing waited so far: patience begins now
        }
        if (unacknowledged < 0) {
            return;
        }
        while (true) {
            long allowed = unacknowledged + Math.min(congestion.window(), peerWindow);
            int length = Math.clamp(Math.min(queue.end(), allowed) - next, 0, segment.bytes());
            boolean fin = finQueued && next + length == queue.end();
            boolean last = next + length >= queue.end();
            boolean shortOne = length < segment.bytes() && !last;
            if ((length == 0 && !fin) || (shortOne && next > unacknowledged)) {
                break; // nothing may leave, or only a bit of it: a full segment can soon
            }
            send(now, next, length, fin);
            next += length + (fin ? 1 : 0);
        }
        if (!alarm.isSet() && next < queue.end()) {
            alarm.set(now + roundTrip.timeoutNanos()); // the window is shut: ask now and then
        }
    }

    private void send(long now, long from, int length, boolean fin) {
        long until = from + length + (fin ? 1 : 0);
        if (from < highest) {
            timedFrom = NOT_TIMED; // Karn: whose acknowledgment it would be nobody knows
        } else if (timedFrom == NOT_TIMED) {
            timedFrom = now;
            timedUntil = until;
        }
        highest = Math.max(highest, until);
        if (!alarm.isSet()) {
            alarm.set(now + roundTrip.timeoutNanos());
        }
        int flags = TcpFlags.ACK | (fin ? TcpFlags.FIN : 0);
        flags |= length > 0 && from + length == queue.end() ? TcpFlags.PSH : 0;
        byte[] scratch = connection.scratch();
        queue.copy(from, scratch, length);
        connection.emit(flags, sequence(from), scratch, length);
    }

    private void resendFirst(long now) {
        long end = Math.min(queue.end(), highest);
        int length = (int) Math.min(segment.bytes(), end - unacknowledged);
        boolean fin = finQueued && unacknowledged + length == queue.end() && highest > queue.end();
        send(now, unacknowledged, length, fin);
    }

    // ---- when nothing comes back

    private void timedOut() {
        long now = connection.internet().now();
        boolean opening = unacknowledged < 0;
        if (now - lastHeard >= (opening ? CONNECT_PATIENCE_NANOS : PATIENCE_NANOS)) {
            connection.end(now, StreamEnd.TIMED_OUT);
            return;
        }
        tries++;
        roundTrip.backOff();
        if (opening) {
            connection.resendSyn(now);
        } else if (peerWindow == 0) {
            probe(now);
        } else {
            congestion.timedOut(highest - unacknowledged, highest);
            if (segment.suspectBlackHole(tries)) {
                congestion.segmentSize(segment.bytes());
            }
            next = unacknowledged;
            output(now);
        }
        if (!alarm.isSet() && connection.state() != TcpState.CLOSED) {
            alarm.set(now + roundTrip.timeoutNanos());
        }
    }

    /** One byte beyond a window that is shut: RFC 9293 section 3.8.6.1. */
    private void probe(long now) {
        boolean fin = finQueued && unacknowledged == queue.end();
        send(now, unacknowledged, fin ? 0 : 1, fin);
        next = Math.max(next, highest);
    }

    /** A router says that a segment did not fit; it is sent again in smaller ones. */
    void tooBig(long now, int sequence, int mtuBytes) {
        long offset = offset(sequence);
        if (offset < unacknowledged || offset >= highest || !segment.tooBig(mtuBytes)) {
            return; // it is about nothing of ours, or tells nothing new
        }
        congestion.segmentSize(segment.bytes());
        next = unacknowledged;
        output(now);
    }

    void stop() {
        alarm.clear();
        queue.clear();
    }
}
