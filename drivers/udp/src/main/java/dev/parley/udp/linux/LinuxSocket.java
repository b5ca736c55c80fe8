package dev.parley.udp.linux;

import dev.parley.core.TransportAddress;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.Destination;
import dev.parley.udp.NativeMemory;
import dev.parley.udp.UdpSocket;
import java.lang.ref.Reference;

/** One bound socket, known to the system by its file descriptor. */
final class LinuxSocket implements UdpSocket {
    private final LinuxDriver driver;
    private final int id;
    private final int fd;
    private final TransportAddress local;
    private final Outbox outbox;
    private boolean open = true;
    private boolean segments = true; // until the system says it cannot
    private boolean dontFragment;
    private boolean allLost; // in the last send
    private long sendDrops;

    LinuxSocket(LinuxDriver driver, int id, int fd, TransportAddress local, Outbox outbox) {
        this.driver = driver;
        this.id = id;
        this.fd = fd;
        this.local = local;
        this.outbox = outbox;
    }

    int fd() {
        return fd;
    }

    @Override
    public int send(
            NativeMemory memory,
            int offset,
            int length,
            int segmentBytes,
            Destination to,
            boolean dontFragment) {
        LinuxDestination destination = (LinuxDestination) to;
        int datagrams = length == 0 ? 0 : (length - 1) / segmentBytes + 1;
        if (!canSendTo(destination)) {
            return lose(datagrams);
        }
        setDontFragment(dontFragment);
        begin();
        long base = memory.segment().address();
        int most = mostSegments(segmentBytes, destination);
        int sent = 0;
        try {
            for (int at = offset, end = offset + length; at < end; ) {
                int bytes = Math.min(end - at, most * segmentBytes);
                if (!outbox.hasRoom(1)) {
                    sent += outbox.flush(this, destination);
                }
                outbox.add(base + at, bytes);
                outbox.endContiguous((bytes - 1) / segmentBytes + 1, segmentBytes);
                at += bytes;
            }
            sent += outbox.flush(this, destination);
        } finally {
            Reference.reachabilityFence(memory);
        }
        sendDrops += datagrams - sent;
        return sent;
    }

    @Override
    public int sendScattered(
            NativeMemory memory, int[] offsets, int[] lengths, int count, Destination to) {
        LinuxDestination destination = (LinuxDestination) to;
        if (!canSendTo(destination)) {
            return lose(count);
        }
        setDontFragment(false);
        begin();
        long base = memory.segment().address();
        int sent = 0;
        try {
            for (int i = 0; i < count; ) {
                int run = run(lengths, i, count, destination);
                if (!outbox.hasRoom(run)) {
                    sent += outbox.flush(this, destination);
                }
                int bytes = lengths[i];
                for (int end = i + run; i < end; i++) {
                    outbox.add(base + offsets[i], lengths[i]);
                }
                outbox.endScattered(run, bytes);
            }
            sent += outbox.flush(this, destination);
        } finally {
            Reference.reachabilityFence(memory);
        }
        sendDrops += count - sent;
        return sent;
    }

    @Override
    public int sendPrefixed(
            DatagramBatch batch, int[] which, int[] prefixes, int count, Destination to) {
        LinuxDestination destination = (LinuxDestination) to;
        if (!canSendTo(destination)) {
            return lose(count);
        }
        setDontFragment(false);
        begin();
        NativeMemory memory = batch.memory();
        long base = memory.segment().address();
        boolean inPlace = true; // the usual case: the header goes into the room before
        for (int i = 0; i < count; i++) {
            inPlace &= !batch.isGlued(which[i]);
        }
        int sent = 0;
        try {
            for (int i = 0; i < count; ) {
                int run = prefixedRun(batch, which, i, count, destination);
                if (!outbox.hasRoom(2 * run)) {
                    sent += outbox.flush(this, destination);
                }
                int bytes = batch.length(which[i]) + PREFIX_BYTES;
                for (int end = i + run; i < end; i++) {
                    int at = batch.offset(which[i]);
                    if (inPlace) {
                        memory.buffer().putInt(at - PREFIX_BYTES, prefixes[i]);
                        outbox.add(base + at - PREFIX_BYTES, batch.length(which[i]) + PREFIX_BYTES);
                    } else {
                        outbox.addPrefix(prefixes[i]);
                        outbox.add(base + at, batch.length(which[i]));
                    }
                }
                outbox.endScattered(run, bytes);
            }
            sent += outbox.flush(this, destination);
        } finally {
            Reference.reachabilityFence(memory);
        }
        sendDrops += count - sent;
        return sent;
    }

    @Override
    public int sendEach(DatagramBatch batch) {
        if (!open) {
            return lose(batch.count());
        }
        setDontFragment(false);
        begin();
        boolean v6 = local.ip().v6();
        long base = batch.memory().segment().address();
        int sent = 0;
        try {
            for (int i = 0; i < batch.count(); i++) {
                boolean can = batch.v6(i) == v6 && batch.port(i) != 0;
                if (!can || !outbox.hasRoom(1)) {
                    sent += outbox.flushEach(this);
                }
                if (can) {
                    outbox.add(base + batch.offset(i), batch.length(i));
                    outbox.endTo(v6, batch.high(i), batch.low(i), batch.port(i));
                } else {
                    outbox.skip();
                }
            }
            sent += outbox.flushEach(this);
        } finally {
            Reference.reachabilityFence(batch);
        }
        sendDrops += batch.count() - sent;
        return sent;
    }

    @Override
    public boolean lost(int i) {
        return allLost || outbox.lost(i);
    }

    private void begin() {
        outbox.begin();
        allLost = false;
    }

    /** How many datagrams from {@code first} on can leave as one message. */
    private int run(int[] lengths, int first, int count, LinuxDestination to) {
        int bytes = lengths[first];
        int most = Math.min(count - first, mostSegments(bytes, to));
        int run = 1;
        while (run < most && lengths[first + run] == bytes) {
            run++;
        }
        // The last of a message may be shorter.
        boolean shorter = run < most && lengths[first + run] < bytes && lengths[first + run] > 0;
        return shorter ? run + 1 : run;
    }

    private int prefixedRun(
            DatagramBatch batch, int[] which, int first, int count, LinuxDestination to) {
        int bytes = batch.length(which[first]);
        int most = Math.min(count - first, mostSegments(bytes + PREFIX_BYTES, to));
        int run = 1;
        while (run < most && batch.length(which[first + run]) == bytes) {
            run++;
        }
        return run < most && batch.length(which[first + run]) < bytes ? run + 1 : run;
    }

    private int mostSegments(int bytes, LinuxDestination to) {
        return segments && bytes > 0 && bytes < to.refusedSegmentBytes
                ? Math.clamp(Outbox.MAX_MESSAGE_BYTES / bytes, 1, Outbox.MAX_SEGMENTS)
                : 1;
    }

    /**
     * The system did not take a message of several datagrams. Says whether they may pass one by
     * one, and learns from it: larger than the way's packets, or a device that cannot do it at all.
     */
    boolean refused(int error, int segmentBytes, LinuxDestination to) {
        switch (error) {
            case Errno.EINVAL, Errno.EMSGSIZE ->
                    to.refusedSegmentBytes = Math.min(to.refusedSegmentBytes, segmentBytes);
            case Errno.EIO, Errno.EOPNOTSUPP -> segments = false;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean canSendTo(LinuxDestination to) {
        return open && to.v6 == local.ip().v6() && to.port != 0;
    }

    private int lose(int datagrams) {
        allLost = true;
        sendDrops += datagrams;
        return 0;
    }

    private void setDontFragment(boolean wanted) {
        if (wanted != dontFragment && !local.ip().v6()) {
            driver.setDontFragment(fd, wanted);
            dontFragment = wanted;
        }
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public TransportAddress local() {
        return local;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public long sendDrops() {
        return sendDrops;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            driver.closed(this);
        }
    }
}
