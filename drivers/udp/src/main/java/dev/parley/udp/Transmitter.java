package dev.parley.udp;

import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.TransmitSlot;

/**
 * Takes what a core wants to send. Datagrams of equal size in a row for one path are gathered and
 * leave as one burst; chunks for streams go to their ports.
 */
final class Transmitter {
    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_BURST_BYTES = 64_000;
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

    private int start; // the burst is bytes[start, end)
    private int end;
    private int segments;
    private int segmentBytes;
    private boolean ragged; // the last segment is shorter, so it is the last
    private int path;
    private boolean dontFragment;

    Transmitter(ProtocolCore<?> core, Paths paths, Sockets sockets, Streams streams, Tally tally) {
        this.core = core;
        this.paths = paths;
        this.sockets = sockets;
        this.streams = streams;
        this.tally = tally;
    }

    /** Sends all there is; returns whether there was anything. */
    boolean drain(long now) {
        boolean any = false;
        restart(0);
        for (int length; (length = poll(now)) > 0; any = true) {
            if (paths.transport(slot.path).isStream()) {
                flush();
                streams.write(slot.path, bytes, slot.off, length);
                restart(0);
            } else {
                gather(length);
            }
        }
        flush();
        return any;
    }

    private int poll(long now) {
        if (end >= REWIND_AT) {
            flush();
            restart(0);
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
            flush();
            restart(end);
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

    private void flush() {
        if (segments == 0) {
            return;
        }
        int length = end - start;
        int count = segments;
        segments = 0;
        Sockets.Target target = sockets.target(path);
        if (target == null) {
            tally.add(Tally.Count.SEND_DROPS, count);
            return;
        }
        memory.write(0, bytes, start, length);
        int sent =
                target.socket()
                        .send(memory, 0, length, segmentBytes, target.destination(), dontFragment);
        tally.add(Tally.Count.PACKETS_OUT, sent);
        tally.add(Tally.Count.SEND_DROPS, count - sent);
        // All but the last are of one size; which one the system did not take is not known.
        tally.add(Tally.Count.BYTES_OUT, Math.min(length, (long) sent * segmentBytes));
    }
}
