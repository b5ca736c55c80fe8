package dev.parley.internet.tcp;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Icmp;
import dev.parley.internet.Internet;
import dev.parley.internet.Packet;
import dev.parley.internet.TcpFlags;
import org.jspecify.annotations.Nullable;

/** One connection: RFC 9293 section 3.10, with a half for each direction. */
public final class TcpConnection implements Stream {
    private static final long TIME_WAIT_NANOS = 60_000_000_000L;
    private static final long FIN_WAIT_NANOS = 60_000_000_000L;

    private final TcpStack stack;
    private final TransportAddress local;
    private final TransportAddress remote;
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final Alarm ending;
    private final @Nullable StreamAcceptor acceptor; // of the listener it came to
    private @Nullable StreamHandler handler;
    private TcpState state;
    private @Nullable StreamEnd over; // told once the program has read everything
    private boolean closedTold;

    private TcpConnection(
            TcpStack stack,
            TransportAddress local,
            TransportAddress remote,
            @Nullable StreamAcceptor acceptor,
            @Nullable StreamHandler handler) {
        this.stack = stack;
        this.local = local;
        this.remote = remote;
        this.acceptor = acceptor;
        this.handler = handler;
        state = acceptor == null ? TcpState.SYN_SENT : TcpState.SYN_RECEIVED;
        SegmentSize segment = new SegmentSize(remote.ip().v6(), stack.host().mtuBytes());
        sender = new TcpSender(this, stack.initialSequence(), segment);
        receiver = new TcpReceiver(this);
        ending = new Alarm(internet(), this::waitedEnough);
    }

    static TcpConnection to(
            TcpStack stack,
            TransportAddress local,
            TransportAddress remote,
            StreamHandler handler) {
        return new TcpConnection(stack, local, remote, null, handler);
    }

    static TcpConnection from(
            TcpStack stack,
            TransportAddress local,
            TransportAddress remote,
            StreamAcceptor acceptor) {
        return new TcpConnection(stack, local, remote, acceptor, null);
    }

    Internet internet() {
        return stack.host().internet();
    }

    @Override
    public TransportAddress local() {
        return local;
    }

    @Override
    public TransportAddress remote() {
        return remote;
    }

    public TcpState state() {
        return state;
    }

    boolean isHalfOpen() {
        return acceptor != null && state == TcpState.SYN_RECEIVED;
    }

    // ---- what the program does

    @Override
    public int write(byte[] buf, int off, int len) {
        if (sender.isFinished()) {
            throw new IllegalStateException("the stream to " + remote + " is closed");
        }
        if (state == TcpState.CLOSED) {
            return 0;
        }
        int taken = sender.write(buf, off, len);
        sender.output(internet().now());
        return taken;
    }

    @Override
    public int room() {
        boolean closed = sender.isFinished() || state == TcpState.CLOSED;
        return closed ? 0 : sender.room();
    }

    @Override
    public void close() {
        if (sender.isFinished() || state == TcpState.CLOSED) {
            return;
        }
        sender.finish();
        if (state == TcpState.ESTABLISHED) {
            state = TcpState.FIN_WAIT_1;
        } else if (state == TcpState.CLOSE_WAIT) {
            state = TcpState.LAST_ACK;
        }
        sender.output(internet().now());
    }

    @Override
    public void abort() {
        boolean known = state != TcpState.SYN_SENT && state != TcpState.TIME_WAIT;
        if (known && state != TcpState.CLOSED) {
            emit(TcpFlags.RST | TcpFlags.ACK, sender.nextSequence(), scratch(), 0);
        }
        end(internet().now(), StreamEnd.ABORTED);
    }

    @Override
    public void pause() {
        receiver.pause();
    }

    @Override
    public void resume() {
        long now = internet().now();
        receiver.resume(now);
        tell(now);
    }

    // ---- opening

    void connect(long now) {
        sender.sendSyn(now, TcpFlags.SYN);
    }

    /** A SYN came to a port that is listened on. */
    void begin(long now, Packet syn) {
        sender.peerSyn(syn);
        receiver.peerSyn(syn);
        sender.sendSyn(now, TcpFlags.SYN | TcpFlags.ACK);
    }

    void resendSyn(long now) {
        int ack = state == TcpState.SYN_RECEIVED ? TcpFlags.ACK : 0;
        sender.sendSyn(now, TcpFlags.SYN | ack);
    }

    private void established(long now) {
        stack.opened(this);
        sender.opened(now);
        state = sender.isFinished() ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED;
        StreamAcceptor gate = acceptor;
        if (gate != null) {
            handler = gate.accept(now, this);
            if (handler == null) {
                abort();
                return;
            }
        }
        StreamHandler told = handler;
        if (told != null) {
            told.opened(now, this);
        }
    }

    // ---- segments

    void segment(long now, Packet packet) {
        if (state == TcpState.SYN_SENT) {
            answered(now, packet);
        } else if (state != TcpState.CLOSED) {
            synchronised(now, packet);
        }
    }

    /** RFC 9293 section 3.10.7.3. */
    private void answered(long now, Packet packet) {
        boolean ack = has(packet, TcpFlags.ACK);
        if (ack && packet.acknowledgment != sender.sequence(0)) {
            if (!has(packet, TcpFlags.RST)) {
                stack.refuse(packet);
            }
            return;
        }
        if (has(packet, TcpFlags.RST)) {
            if (ack) {
                end(now, StreamEnd.REFUSED);
            }
            return;
        }
        if (!has(packet, TcpFlags.SYN)) {
            return;
        }
        sender.peerSyn(packet);
        receiver.peerSyn(packet);
        if (!ack) { // both opened at the same time
            state = TcpState.SYN_RECEIVED;
            resendSyn(now);
            return;
        }
        receiver.acknowledgeNow();
        established(now);
        finish(now);
    }

    /** RFC 9293 section 3.10.7.4. */
    private void synchronised(long now, Packet packet) {
        if (state == TcpState.SYN_RECEIVED
                && has(packet, TcpFlags.SYN)
                && receiver.isSynAgain(packet)) {
            openedBySyn(now, packet);
            return;
        }
        if (!receiver.isAcceptable(packet)) {
            if (!has(packet, TcpFlags.RST)) {
                acknowledge();
                lingerOn(now);
            }
            return;
        }
        if (has(packet, TcpFlags.RST)) {
            reset(now, packet);
        } else if (has(packet, TcpFlags.SYN) || !has(packet, TcpFlags.ACK)) {
            acknowledge(); // RFC 5961 section 4: perhaps it is of somebody else
        } else if (!sender.wasSent(packet.acknowledgment)) {
            if (state == TcpState.SYN_RECEIVED) {
                stack.refuse(packet);
            } else {
                acknowledge();
            }
        } else {
            inOrder(now, packet);
        }
    }

    /** A SYN again; with an ACK it ends a simultaneous opening. */
    private void openedBySyn(long now, Packet packet) {
        if (has(packet, TcpFlags.ACK) && packet.acknowledgment == sender.sequence(0)) {
            receiver.acknowledgeNow();
            established(now);
            finish(now);
        } else {
            resendSyn(now);
        }
    }

    private void reset(long now, Packet packet) {
        if (!receiver.isNext(packet)) {
            acknowledge(); // RFC 5961 section 3
        } else if (state == TcpState.SYN_RECEIVED) {
            end(now, StreamEnd.REFUSED);
        } else {
            end(now, StreamEnd.RESET);
        }
    }

    private void inOrder(long now, Packet packet) {
        if (state == TcpState.SYN_RECEIVED) {
            if (packet.acknowledgment == sender.sequence(-1)) {
                return; // it does not know our SYN yet
            }
            established(now);
            if (state == TcpState.CLOSED) {
                return;
            }
        }
        sender.acknowledged(now, packet);
        if (sender.isDone() && finAcknowledged(now)) {
            return;
        }
        boolean before = receiver.hasEnded();
        receiver.take(now, packet);
        if (receiver.hasEnded() && !before && state != TcpState.CLOSED) {
            finReceived(now);
        }
        finish(now);
    }

    /** Our FIN arrived; whether that was the end. */
    private boolean finAcknowledged(long now) {
        switch (state) {
            case FIN_WAIT_1 -> {
                state = TcpState.FIN_WAIT_2;
                ending.set(now + FIN_WAIT_NANOS);
            }
            case FIN_WAIT_2 -> ending.set(now + FIN_WAIT_NANOS);
            case CLOSING -> timeWait(now);
            case LAST_ACK -> {
                end(now, StreamEnd.CLOSED);
                return true;
            }
            case TIME_WAIT, SYN_SENT, SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT, CLOSED -> {}
        }
        return false;
    }

    private void finReceived(long now) {
        switch (state) {
            case ESTABLISHED -> state = TcpState.CLOSE_WAIT;
            case FIN_WAIT_1 -> state = TcpState.CLOSING;
            case FIN_WAIT_2 -> timeWait(now);
            case TIME_WAIT, SYN_SENT, SYN_RECEIVED, CLOSING, CLOSE_WAIT, LAST_ACK, CLOSED -> {}
        }
    }

    private void timeWait(long now) {
        state = TcpState.TIME_WAIT;
        over = StreamEnd.CLOSED;
        ending.set(now + TIME_WAIT_NANOS);
    }

    /** The other side did not get our last ACK: it may need another one. */
    private void lingerOn(long now) {
        if (state == TcpState.TIME_WAIT) {
            ending.set(now + TIME_WAIT_NANOS);
        }
    }

    /** At the end of an input: tells the program, sends what may be sent, acknowledges. */
    private void finish(long now) {
        StreamHandler told = handler;
        if (told != null && state != TcpState.CLOSED && sender.takeWritable()) {
            told.writable(now, this);
        }
        tell(now);
        if (state == TcpState.CLOSED) {
            return;
        }
        sender.output(now);
        receiver.acknowledgeIfDue(now);
    }

    /** Tells the program that the other side sends no more, and that all is over. */
    private void tell(long now) {
        StreamHandler told = handler;
        if (told == null || closedTold) {
            return;
        }
        if (receiver.takeEnd() && (over == null || over == StreamEnd.CLOSED)) {
            told.ended(now, this);
        }
        StreamEnd end = over;
        if (end != null && !closedTold && (end != StreamEnd.CLOSED || receiver.isRead())) {
            closedTold = true;
            told.closed(now, this, end);
        }
    }

    // ---- errors on the way

    /**
     * Takes an ICMP error about a segment of ours.
     *
     * @param about the segment
     */
    void error(long now, Packet error, Packet about) {
        if (state == TcpState.CLOSED) {
            return;
        }
        boolean v6 = error.v6;
        if (error.icmpType == Icmp.TOO_BIG.type(v6) && error.icmpCode == Icmp.TOO_BIG.code(v6)) {
            sender.tooBig(now, about.sequence, error.icmpMtu);
        } else if (state == TcpState.SYN_SENT && about.sequence == sender.sequence(-1)) {
            end(now, StreamEnd.UNREACHABLE); // later ones may pass: RFC 5461
        }
    }

    // ---- the end

    void end(long now, StreamEnd end) {
        if (state == TcpState.CLOSED) {
            return;
        }
        over = over == null ? end : over;
        stack.remove(this);
        state = TcpState.CLOSED;
        sender.stop();
        receiver.stop();
        ending.clear();
        tell(now);
    }

    /** TIME-WAIT is over, or the other side never closed in FIN-WAIT-2. */
    private void waitedEnough() {
        end(internet().now(), StreamEnd.TIMED_OUT);
    }

    // ---- for the halves

    void received(long now, byte[] buf, int off, int len) {
        StreamHandler told = handler;
        if (told != null && (over == null || over == StreamEnd.CLOSED)) {
            told.received(now, this, buf, off, len);
        }
    }

    byte[] scratch() {
        return stack.scratch();
    }

    void acknowledge() {
        if (state != TcpState.CLOSED && state != TcpState.SYN_SENT) {
            emit(TcpFlags.ACK, sender.nextSequence(), scratch(), 0);
        }
    }

    /** Sends a segment with an ACK in it. */
    void emit(int flags, int sequence, byte[] payload, int length) {
        Packet packet = segment(flags, sequence);
        packet.payload(payload, 0, length);
        packet.window = receiver.window();
        receiver.acknowledged();
        stack.host().send(packet);
    }

    void emitSyn(int flags, int sequence, int mss) {
        Packet packet = segment(flags, sequence);
        byte[] options = scratch();
        SynOptions.write(options, mss);
        packet.payload(options, 0, SynOptions.LENGTH);
        packet.window = 0xFFFF;
        stack.host().send(packet);
    }

    private Packet segment(int flags, int sequence) {
        Packet packet = stack.newSegment(local, remote);
        packet.tcpFlags = flags;
        packet.sequence = sequence;
        packet.acknowledgment = (flags & TcpFlags.ACK) != 0 ? receiver.acknowledgment() : 0;
        return packet;
    }

    private static boolean has(Packet packet, int flag) {
        return (packet.tcpFlags & flag) != 0;
    }

    @Override
    public String toString() {
        return local + " to " + remote + " " + state;
    }
}
