package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.TransmitSlot;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a core wants to send. Datagrams of equal size in a row for one path are gathered and
 * leave as one burst; others for several paths of one socket, answers to strangers above all, wait
 * for each other and leave together. Chunks for streams go to their ports.
 *
 * <p>What was {@linkplain #collect collected} leaves in its order, all of it by the next {@link
 * #flush}.
 */
final class Transmitter {
    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_BURST_BYTES = 64_000;
    private static final int MAX_SINGLES = 256;
    // Whatever begins below this mark fits: one datagram more, of the largest size.
    private static final int REWIND_AT = MAX_BURST_BYTES;

    private final ProtocolCore<?> core;
    private final Paths paths;
    private final Sockets sockets;
    private final Streams streams;
    private final Tally tally;

    private final byte[] bytes = new byte[REWIND_AT + DatagramBatch.MAX_DATAGRAM_BYTES];
    private final TransmitSlot slot = new TransmitSlot(bytes);
    private final NativeMemory memory = NativeMemory.allocate(bytes.length);

    // The burst at hand is bytes[start, end).
    private int start;
    private int end;
    private int segments;
    private int segmentBytes;
    private boolean ragged; // the last segment is shorter, so it is the last
    private int path;
    private boolean dontFragment;

    // Before it, datagrams by themselves, all from one socket.
    private final DatagramBatch singles = new DatagramBatch(memory, MAX_SINGLES);
    private @Nullable UdpSocket singlesSocket;

    Transmitter(ProtocolCore<?> core, Paths paths, Sockets sockets, Streams streams, Tally tally) {
        this.core = core;
        this.paths = paths;
        this.sockets = sockets;
        this.streams = streams;
        this.tally = tally;
    }

    /** Takes all there is; returns whether there was anything. Paths must stay until the flush. */
    boolean collect(long now) {
        boolean any = false;
        for (int length; (length = poll(now)) > 0; any = true) {
            if (paths.transport(slot.path).isStream()) {
                streams.write(slot.path, bytes, slot.off, length);
            } else {
                gather(length);
            }
        }
        return any;
    }

    /** Sends what was collected. */
    void flush() {
        endBurst();
        flushSingles();
        restart(0);
    }

    private int poll(long now) {
        if (end >= REWIND_AT) {
            flush();
        }
        slot.buf = bytes;
        slot.off = end;
        slot.capacity = bytes.length - end;
        return core.pollTransmit(now, slot);
    }

    private void gather(int length) {
        boolean joins =
                segments > 0
                        && slot.path == path
                        && slot.dontFragment == dontFragment
                        && length <= segmentBytes
                        && !ragged
                        && segments < MAX_SEGMENTS
                        && end - start + length <= MAX_BURST_BYTES;
        if (!joins) {
            endBurst();
            path = slot.path;
            dontFragment = slot.dontFragment;
            segmentBytes = length;
        }
        ragged = length < segmentBytes;
        segments++;
        end += length;
    }

    private void restart(int at) {
        start = at;
        end = at;
        segments = 0;
        ragged = false;
    }

    private void endBurst() {
        if (segments == 1 && !dontFragment) {
            single();
        } else if (segments > 0) {
            burst();
        }
        restart(end);
    }

    private void single() {
        int id = paths.socket(path);
        UdpSocket socket = singlesSocket;
        if (socket == null || socket.id() != id || singles.isFull()) {
            flushSingles();
            socket = sockets.get(id);
            singlesSocket = socket;
        }
        if (socket == null || socket.local().ip().v6() != paths.remoteV6(path)) {
            burst(); // which knows what to do with such addresses
            return;
        }
        singles.add(
                start,
                end - start,
                paths.remoteV6(path),
                paths.remoteHigh(path),
                paths.remoteLow(path),
                paths.remotePort(path));
    }

    private void flushSingles() {
        UdpSocket socket = singlesSocket;
        singlesSocket = null;
        int count = singles.count();
        if (count == 0) {
            return;
        }
        if (socket == null) { // sending them failed for a bug of ours
            singles.clear();
            return;
        }
        int first = singles.offset(0);
        int behind = singles.offset(count - 1) + singles.length(count - 1);
        memory.write(first, bytes, first, behind - first);
        int sent = socket.sendEach(singles);
        long sentBytes = 0;
        for (int i = 0; i < count; i++) {
            sentBytes += sent == count || !socket.lost(i) ? singles.length(i) : 0;
        }
        tally.add(Tally.Count.PACKETS_OUT, sent);
        tally.add(Tally.Count.SEND_DROPS, count - sent);
        tally.add(Tally.Count.BYTES_OUT, sentBytes);
        singles.clear();
    }

    private void burst() {
        flushSingles();
        int length = end - start;
        Sockets.Target target = sockets.target(path);
        if (target == null) {
            tally.add(Tally.Count.SEND_DROPS, segments);
            return;
        }
        memory.write(start, bytes, start, length);
        int sent =
                target.socket()
                        .send(
                                memory,
                                start,
                                length,
                                segmentBytes,
                                target.destination(),
                                dontFragment);
        tally.add(Tally.Count.PACKETS_OUT, sent);
        tally.add(Tally.Count.SEND_DROPS, segments - sent);
        // All but the last are of one size; which one the system did not take is not known.
        tally.add(Tally.Count.BYTES_OUT, Math.min(length, (long) sent * segmentBytes));
    }
}
