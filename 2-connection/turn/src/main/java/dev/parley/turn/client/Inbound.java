package dev.parley.turn.client;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.AttributeSet;
import dev.parley.stun.IcmpError;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;

/**
 * Messages of the server: answers, Data indications and ChannelData (RFC 8656 sections 11.4 and
 * 12.6). Data of peers that nobody asked for is ignored, since anybody can send an indication.
 */
final class Inbound {
    private static final int IPV4_BYTES = 8;
    private static final int IPV6_BYTES = 20;

    /** Errors of peers are worth a word, but not without end. */
    private static final int MOST_EVENTS_WAITING = 256;

    private final ClientContext context;
    private final Allocation allocation;
    private final Ways ways;
    private final Permissions permissions;
    private final Channels channels;
    private final PeerDataSink sink;
    private final StunReader reader = new StunReader();
    private final int[] unknown = new int[1];
    private long ignored;

    Inbound(
            ClientContext context,
            Allocation allocation,
            Ways ways,
            Permissions permissions,
            Channels channels,
            PeerDataSink sink) {
        this.context = context;
        this.allocation = allocation;
        this.ways = ways;
        this.permissions = permissions;
        this.channels = channels;
        this.sink = sink;
    }

    long ignored() {
        return ignored;
    }

    /** Counts something that was no message of use. */
    void ignore() {
        ignored++;
    }

    /**
     * Takes one message, {@code buf[off, off+len)}.
     *
     * @return false when it was no message at all; a stream that says such things is not TURN
     */
    boolean handle(long now, byte[] buf, int off, int len) {
        int kind = len == 0 ? -1 : buf[off] >> 6 & 3;
        if (kind == 0) {
            return stun(now, buf, off, len);
        }
        if (kind == 1) {
            channelData(now, buf, off, len);
            return true;
        }
        ignore();
        return false;
    }

    private boolean stun(long now, byte[] buf, int off, int len) {
        ParseResult result = reader.parse(buf, off, len);
        if (result != ParseResult.OK
                || (reader.has(StunAttributeType.FINGERPRINT) && !reader.verifyFingerprint())) {
            ignore();
            return result != ParseResult.NO_MAGIC_COOKIE;
        }
        if (reader.is(StunClass.INDICATION, StunMethod.DATA)) {
            data(now, off);
            return true;
        }
        if (reader.is(StunClass.INDICATION, StunMethod.CONNECTION_ATTEMPT)) {
            connectionAttempt();
            return true;
        }
        boolean answer =
                switch (reader.messageClass()) {
                    case SUCCESS, ERROR ->
                            context.requests.receive(now, reader) || ways.receive(now, reader);
                    case REQUEST, INDICATION -> false;
                };
        if (!answer) {
            ignore();
        }
        return true;
    }

    /** A peer has connected to a relay by TCP, RFC 6062 section 4.4. */
    private void connectionAttempt() {
        TransportAddress peer = reader.xorAddress(StunAttributeType.XOR_PEER_ADDRESS);
        long id = reader.u32(StunAttributeType.CONNECTION_ID);
        if (peer == null
                || id == StunReader.ABSENT
                || !context.config.tcpRelay()
                || !allocation.isLive()
                || permissions.find(peer.ip()) == null
                || context.events.size() >= MOST_EVENTS_WAITING) {
            ignore();
            return;
        }
        context.events.add(new TurnClientEvent.PeerConnected(peer, (int) id, true));
    }

    private void channelData(long now, byte[] buf, int off, int len) {
        if (len < Channel.HEADER_BYTES || !allocation.isLive()) {
            ignore();
            return;
        }
        Channel channel = channels.find(Bytes.u16(buf, off));
        int length = Bytes.u16(buf, off + 2);
        if (channel == null || length > len - Channel.HEADER_BYTES) {
            ignore();
            return;
        }
        IpAddress ip = channel.peer.ip();
        if (permissions.find(ip.v6(), ip.high(), ip.low()) == null) {
            ignore();
            return;
        }
        sink.received(
                now,
                ip.v6(),
                ip.high(),
                ip.low(),
                channel.peer.port(),
                buf,
                off + Channel.HEADER_BYTES,
                length);
    }

    /**
     * @param header where the message starts in the reader's buffer
     */
    private void data(long now, int header) {
        int peer = reader.find(StunAttributeType.XOR_PEER_ADDRESS);
        if (peer == StunReader.ABSENT
                || !allocation.isLive()
                || reader.unknownRequired(AttributeSet.TURN, unknown) > 0) {
            ignore();
            return;
        }
        byte[] buf = reader.buffer();
        int at = reader.valueOffset(peer);
        int length = reader.valueLength(peer);
        int family = length < IPV4_BYTES ? 0 : Bytes.u8(buf, at + 1);
        boolean v6 = family == AddressFamily.IPV6 && length == IPV6_BYTES;
        if (!v6 && (family != AddressFamily.IPV4 || length != IPV4_BYTES)) {
            ignore();
            return;
        }
        int port = Bytes.u16(buf, at + 2) ^ (StunReader.MAGIC_COOKIE >>> 16);
        // The mask of an IPv6 address is the cookie and the transaction id, as in the header.
        long high = v6 ? Bytes.i64(buf, at + 4) ^ Bytes.i64(buf, header + 4) : 0;
        long low =
                v6
                        ? Bytes.i64(buf, at + 12) ^ Bytes.i64(buf, header + 12)
                        : Bytes.u32(buf, at + 4) ^ StunReader.MAGIC_COOKIE;
        if (permissions.find(v6, high, low) == null) {
            ignore();
            return;
        }
        int data = reader.find(StunAttributeType.DATA);
        if (data != StunReader.ABSENT) {
            sink.received(
                    now,
                    v6,
                    high,
                    low,
                    port,
                    buf,
                    reader.valueOffset(data),
                    reader.valueLength(data));
            return;
        }
        IcmpError error = reader.icmpError();
        if (error == null || context.events.size() >= MOST_EVENTS_WAITING) {
            ignore();
            return;
        }
        context.events.add(
                new TurnClientEvent.PeerUnreachable(
                        new TransportAddress(new IpAddress(v6, high, low), port), error));
    }
}
