package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.stun.StunReader;

/**
 * Cuts the bytes of a TCP or TLS connection into messages, RFC 8656 section 12.5 and RFC 8489
 * section 6.2.2: STUN by its own length, ChannelData by its length rounded up to four. Bytes that
 * are neither end the connection, since there is no way to find the next message.
 */
final class StreamFraming {
    /** What is not a frame. */
    private static final int GARBAGE = -1;

    /** The length is not known yet. */
    private static final int UNKNOWN = 0;

    /** Enough for every message of a client that has no allocation. */
    private static final int MAX_STRANGER_FRAME_BYTES = 2048;

    private static final int PREFIX_BYTES = 4;

    private final StreamTable streams;
    private final ClientMessages messages;
    private final Endings endings;
    private final ConnectionBindRequests connectionBind;
    private final HandOver handOver;

    StreamFraming(
            StreamTable streams,
            ClientMessages messages,
            Endings endings,
            ConnectionBindRequests connectionBind,
            HandOver handOver) {
        this.streams = streams;
        this.messages = messages;
        this.endings = endings;
        this.connectionBind = connectionBind;
        this.handOver = handOver;
    }

    void receive(long now, int path, byte[] buf, int off, int len) {
        ClientStream stream = streams.at(path);
        if (stream == null) {
            makeRoom(now);
            stream = streams.open(now, path);
        }
        int at = off;
        int end = off + len;
        while (at < end) {
            if (stream.filled > 0) {
                at = completeOldest(now, stream, buf, at, end);
            } else {
                at = consume(now, stream, buf, at, end);
            }
            if (at == GARBAGE) {
                endings.end(now, stream, TurnCounter.STREAMS_REFUSED_GARBAGE);
                return;
            }
            if (stream.owner >= 0) {
                handOver.follow(stream, buf, at, end - at);
                return;
            }
            if (stream.bound != null) {
                connectionBind.join(now, stream.bound, buf, at, end - at);
                return;
            }
        }
    }

    /**
     * The oldest goes, not the newcomer: whoever only holds places would otherwise keep everybody
     * out, while a client needs its place without an allocation for three round trips.
     */
    private void makeRoom(long now) {
        ClientStream oldest = streams.crowdedOut();
        if (oldest != null) {
            endings.end(now, oldest, TurnCounter.STREAMS_REFUSED_FULL);
        }
    }

    /** Takes a whole message where it lies, or keeps the start of one; returns where to go on. */
    private int consume(long now, ClientStream stream, byte[] buf, int at, int end) {
        int length = frameLength(stream, buf, at, end - at);
        if (length == GARBAGE) {
            return GARBAGE;
        }
        if (length == UNKNOWN || length > end - at) {
            stream.append(buf, at, end - at);
            return end;
        }
        return messages.handle(now, stream.path, buf, at, length) ? at + length : GARBAGE;
    }

    /** Adds to the message that was begun, and takes it when it is whole. */
    private int completeOldest(long now, ClientStream stream, byte[] buf, int at, int end) {
        int missing = PREFIX_BYTES - stream.filled;
        int taken = 0;
        if (missing > 0) {
            taken = Math.min(missing, end - at);
            stream.append(buf, at, taken);
        }
        int length = frameLength(stream, stream.buffer, 0, stream.filled);
        if (length == GARBAGE) {
            return GARBAGE;
        }
        if (length == UNKNOWN) {
            return at + taken;
        }
        int rest = Math.min(length - stream.filled, end - at - taken);
        stream.append(buf, at + taken, rest);
        taken += rest;
        if (stream.filled < length) {
            return at + taken;
        }
        // Cleared first: the message may end the allocation, and with it this stream.
        byte[] whole = stream.buffer;
        stream.clear();
        return messages.handle(now, stream.path, whole, 0, length) ? at + taken : GARBAGE;
    }

    private static int frameLength(ClientStream stream, byte[] buf, int off, int len) {
        int length;
        if ((buf[off] & 0xC0) == 0x40) {
            if (len < PREFIX_BYTES) {
                return UNKNOWN;
            }
            if (!Channel.isNumber(Bytes.u16(buf, off))) {
                return GARBAGE;
            }
            length = Channel.HEADER_BYTES + (Bytes.u16(buf, off + 2) + 3 & ~3);
        } else {
            length = StunReader.frameLength(buf, off, len);
        }
        return stream.stranger && length > MAX_STRANGER_FRAME_BYTES ? GARBAGE : length;
    }
}
