package dev.parley.turn.client;

import dev.parley.core.Bytes;
import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;

/**
 * What goes to the server without an answer: data for peers, as ChannelData where a channel is
 * bound and else as Send indications (RFC 8656 sections 11.1 and 12.5), and keepalives.
 */
final class Outbound {
    /** The most that a UDP datagram over IPv4 carries. */
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    private static final byte[] NOTHING = {};
    private static final int MAX_LENGTH_FIELD = 0xFFFF;

    /** Header, XOR-PEER-ADDRESS, DONT-FRAGMENT, header and padding of DATA. */
    private static final int INDICATION_OVERHEAD_V4 = 20 + 12 + 4 + 4 + 3;

    private static final int INDICATION_OVERHEAD_V6 = INDICATION_OVERHEAD_V4 + 12;

    private final ClientContext context;
    private final Allocation allocation;
    private final Channels channels;
    private final Permissions permissions;
    private final StunWriter writer = new StunWriter();
    private final int transactionHigh;
    private long transactionLow;

    // Where data went to last; port 0 while there were none.
    private boolean lastV6;
    private long lastHigh;
    private long lastLow;
    private int lastPort;

    private long keepaliveNanos;
    private long keepaliveAt = Deadlines.NONE;
    private long lastSent;

    Outbound(
            ClientContext context,
            Allocation allocation,
            Permissions permissions,
            Channels channels) {
        this.context = context;
        this.allocation = allocation;
        this.permissions = permissions;
        this.channels = channels;
        // Nobody answers an indication, so its id need only differ from the one before.
        transactionHigh = (int) context.random.nextLong();
        transactionLow = context.random.nextLong();
    }

    boolean send(
            long now, boolean v6, long high, long low, int port, byte[] buf, int off, int len) {
        Permission permission = permissions.find(v6, high, low);
        if (permission == null || !permission.stands(now)) {
            return false;
        }
        lastV6 = v6;
        lastHigh = high;
        lastLow = low;
        lastPort = port;
        Channel channel = channels.find(v6, high, low, port);
        if (channel != null && channel.carries(now)) {
            return channelData(channel.number(), buf, off, len);
        }
        return indication(v6, high, low, port, buf, off, len);
    }

    private boolean channelData(int number, byte[] buf, int off, int len) {
        int padding = context.stream ? -len & 3 : 0;
        int total = Channel.HEADER_BYTES + len + padding;
        int at = len > MAX_LENGTH_FIELD ? -1 : begin(total);
        if (at < 0) {
            return false;
        }
        byte[] out = context.queue.buffer();
        Bytes.u16(out, at, number);
        Bytes.u16(out, at + 2, len);
        int end = at + Channel.HEADER_BYTES + len;
        System.arraycopy(buf, off, out, at + Channel.HEADER_BYTES, len);
        for (int i = 0; i < padding; i++) {
            out[end + i] = 0;
        }
        context.queue.commit(total);
        return true;
    }

    private boolean indication(
            boolean v6, long high, long low, int port, byte[] buf, int off, int len) {
        int most = len + (v6 ? INDICATION_OVERHEAD_V6 : INDICATION_OVERHEAD_V4);
        int at = most > MAX_LENGTH_FIELD ? -1 : begin(most);
        if (at < 0) {
            return false;
        }
        writer.wrap(context.queue.buffer(), at, most)
                .begin(
                        StunClass.INDICATION,
                        StunMethod.SEND,
                        new TransactionId(transactionHigh, transactionLow++))
                .xorAddress(StunAttributeType.XOR_PEER_ADDRESS, v6, high, low, port);
        if (allocation.dontFragment()) {
            writer.flag(StunAttributeType.DONT_FRAGMENT);
        }
        context.queue.commit(writer.bytes(StunAttributeType.DATA, buf, off, len).finish());
        return true;
    }

    private int begin(int most) {
        if (context.path == Paths.NONE || (!context.stream && most > MAX_DATAGRAM_BYTES)) {
            return -1;
        }
        return context.queue.begin(context.path, most, context.config.dontFragment());
    }

    /**
     * The client came to a new way: data for a peer, none in fact, tell the server to use it (RFC
     * 8016 section 3.2.2). It goes by some channel, or where data went last.
     */
    void arrived(long now) {
        startKeepalives(now);
        Channel channel = channels.any(now);
        if (channel != null) {
            channelData(channel.number(), NOTHING, 0, 0);
        } else if (lastPort != 0) {
            send(now, lastV6, lastHigh, lastLow, lastPort, NOTHING, 0, 0);
        }
    }

    // ---- keepalives

    /** Something left for the server. */
    void sent(long now) {
        lastSent = now;
    }

    /** The allocation stands. */
    void startKeepalives(long now) {
        keepaliveNanos =
                context.stream ? 0 : ClientContext.nanos(context.config.keepaliveSeconds());
        keepaliveAt = keepaliveNanos == 0 ? Deadlines.NONE : now + keepaliveNanos;
    }

    long nextTimeout() {
        return keepaliveAt;
    }

    /** A Binding indication refreshes NATs and nothing else, RFC 8489 section 2. */
    void onTimeout(long now) {
        if (now < keepaliveAt) {
            return;
        }
        if (now - lastSent < keepaliveNanos) { // moved here, so that a packet costs no timer
            keepaliveAt = lastSent + keepaliveNanos;
            return;
        }
        keepaliveAt = now + keepaliveNanos;
        int at = begin(INDICATION_OVERHEAD_V4);
        if (at >= 0) {
            int length =
                    writer.wrap(context.queue.buffer(), at, INDICATION_OVERHEAD_V4)
                            .begin(
                                    StunClass.INDICATION,
                                    StunMethod.BINDING,
                                    new TransactionId(transactionHigh, transactionLow++))
                            .finish();
            context.queue.commit(length);
        }
    }
}
