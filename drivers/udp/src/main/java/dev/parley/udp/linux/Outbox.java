package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one sendmmsg takes: messages for one destination, each of one datagram or of several of
 * equal size that the system or the network card cuts apart (UDP_SEGMENT). Of the ways to send
 * much, this is the one that pays: a burst goes through the network stack once. Or messages of one
 * datagram each, for as many destinations: that saves no more than the calls.
 */
final class Outbox {
    /** The most datagrams in one message; newer kernels take more. */
    static final int MAX_SEGMENTS = 64;

    /** The most bytes in one message. */
    static final int MAX_MESSAGE_BYTES = 65_000;

    private static final int MESSAGES = 64;
    private static final int IOVECS = 1024; // UIO_MAXIOV
    private static final int PREFIX_BYTES = 4;
    private static final int DONT_WAIT = 0x40;

    private static final long NAMES_AT = 0; // the first one is that of all, or one for each
    private static final long HEADERS_AT = NAMES_AT + MESSAGES * SockAddr.ROOM_BYTES;
    // One message more than fits: for sending the parts of a refused one.
    private static final long SINGLE_AT = HEADERS_AT + MESSAGES * Messages.BYTES;
    private static final long CONTROLS_AT = SINGLE_AT + Messages.BYTES;
    private static final long SINGLE_IOVECS_AT = CONTROLS_AT + MESSAGES * Messages.CONTROL_BYTES;
    private static final long IOVECS_AT = SINGLE_IOVECS_AT + 2 * Messages.IOVEC_BYTES;
    private static final long PREFIXES_AT = IOVECS_AT + IOVECS * Messages.IOVEC_BYTES;
    private static final long END = PREFIXES_AT + IOVECS * PREFIX_BYTES;

    private final MemorySegment state;
    private final MemorySegment memory = Arena.ofAuto().allocate(END, 64);
    private final long address = memory.address();

    // Message i: where its iovecs begin, how many datagrams it has, their size, iovecs for each.
    private final int[] firstIovec = new int[MESSAGES + 1];
    private final int[] segments = new int[MESSAGES];
    private final int[] segmentBytes = new int[MESSAGES];
    private final boolean[] contiguous = new boolean[MESSAGES];
    private int messages;
    private int iovecs;

    // Of all datagrams since the beginning, which may take several flushes.
    private final BitSet lost = new BitSet();
    private int passed;

    Outbox(MemorySegment state) {
        this.state = state;
    }

    /** Forgets which datagrams were lost. */
    void begin() {
        if (!lost.isEmpty()) {
            lost.clear();
        }
        passed = 0;
    }

    /** Counts one as lost that cannot be sent; nothing may wait to be sent. */
    void skip() {
        lost.set(passed++);
    }

    /** Whether the system did not take datagram {@code i} since the beginning. */
    boolean lost(int i) {
        return lost.get(i);
    }

    /** Whether another message of so many iovecs finds room. */
    boolean hasRoom(int more) {
        return messages < MESSAGES && iovecs + more <= IOVECS;
    }

    /** Adds memory to the message at hand. */
    void add(long at, int bytes) {
        Messages.iovec(memory, IOVECS_AT + (long) iovecs * Messages.IOVEC_BYTES, at, bytes);
        iovecs++;
    }

    /** Adds four bytes, the most significant first, to the message at hand. */
    void addPrefix(int prefix) {
        long at = PREFIXES_AT + (long) iovecs * PREFIX_BYTES;
        memory.set(JAVA_INT_UNALIGNED, at, Integer.reverseBytes(prefix));
        add(address + at, PREFIX_BYTES);
    }

    /** Ends the message at hand: datagrams that lie apart. */
    void endScattered(int datagrams, int bytesOfEach) {
        end(datagrams, bytesOfEach, false);
    }

    /** Ends the message at hand: one piece of memory that holds all datagrams. */
    void endContiguous(int datagrams, int bytesOfEach) {
        end(datagrams, bytesOfEach, true);
    }

    /** Ends the message at hand: one datagram, and where it goes. */
    void endTo(boolean v6, long high, long low, int port) {
        long name = NAMES_AT + (long) messages * SockAddr.ROOM_BYTES;
        SockAddr.write(memory, name, v6, high, low, port);
        end(1, 0, true);
    }

    private void end(int datagrams, int bytesOfEach, boolean isContiguous) {
        segments[messages] = datagrams;
        segmentBytes[messages] = bytesOfEach;
        contiguous[messages] = isContiguous;
        messages++;
        firstIovec[messages] = iovecs;
    }

    /** Sends all messages there and forgets them; returns how many datagrams the system took. */
    int flush(LinuxSocket socket, LinuxDestination to) {
        to.write(memory, NAMES_AT);
        for (int i = 0; i < messages; i++) {
            describe(i, NAMES_AT, SockAddr.bytes(to.v6));
        }
        return send(socket, to);
    }

    /** Sends each message to where it goes and forgets them; returns how many the system took. */
    int flushEach(LinuxSocket socket) {
        int nameBytes = SockAddr.bytes(socket.local().ip().v6());
        for (int i = 0; i < messages; i++) {
            describe(i, NAMES_AT + (long) i * SockAddr.ROOM_BYTES, nameBytes);
        }
        return send(socket, null);
    }

    private void describe(int i, long name, int nameBytes) {
        long control = CONTROLS_AT + (long) i * Messages.CONTROL_BYTES;
        boolean cut = segments[i] > 1;
        Messages.write(
                memory,
                HEADERS_AT + (long) i * Messages.BYTES,
                address + name,
                nameBytes,
                address + IOVECS_AT + (long) firstIovec[i] * Messages.IOVEC_BYTES,
                firstIovec[i + 1] - firstIovec[i],
                cut ? address + control : 0,
                cut ? Messages.askForSegments(memory, control, segmentBytes[i]) : 0);
    }

    /**
     * Sends what is described.
     *
     * @param to where messages of several datagrams go
     */
    private int send(LinuxSocket socket, @Nullable LinuxDestination to) {
        int sent = 0;
        int next = 0;
        while (next < messages) {
            int result = send(socket.fd(), next);
            if (result > 0) {
                for (int end = next + result; next < end; next++) {
                    sent += segments[next];
                    passed += segments[next];
                }
            } else {
                if (segments[next] > 1
                        && to != null
                        && socket.refused(-result, segmentBytes[next], to)) {
                    sent += sendApart(socket.fd(), next, SockAddr.bytes(to.v6));
                } else {
                    lost.set(passed, passed + segments[next]);
                    passed += segments[next];
                }
                next++; // lost: no route, a full queue, a firewall
            }
        }
        messages = 0;
        iovecs = 0;
        return sent;
    }

    /** How many messages the system took from number {@code first} on, or a negated error. */
    private int send(int fd, int first) {
        long header = address + HEADERS_AT + (long) first * Messages.BYTES;
        int count = messages - first;
        int result;
        do {
            if (count > 1) {
                result = Libc.sendmmsg(state, fd, header, count, DONT_WAIT);
            } else {
                int bytes = Libc.sendmsg(state, fd, header, DONT_WAIT);
                result = bytes >= 0 ? 1 : bytes;
            }
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Sends the datagrams of a message one by one. */
    private int sendApart(int fd, int message, int nameBytes) {
        int pieces = firstIovec[message + 1] - firstIovec[message];
        int sent = 0;
        for (int i = 0; i < segments[message]; i++) {
            long iovec;
            int count;
            if (contiguous[message]) {
                long whole = IOVECS_AT + (long) firstIovec[message] * Messages.IOVEC_BYTES;
                int skip = i * segmentBytes[message];
                int left = (int) Messages.iovecBytes(memory, whole) - skip;
                iovec = SINGLE_IOVECS_AT;
                count = 1;
                Messages.iovec(
                        memory,
                        iovec,
                        Messages.iovecBase(memory, whole) + skip,
                        Math.min(segmentBytes[message], left));
            } else {
                count = pieces / segments[message];
                iovec = IOVECS_AT + (firstIovec[message] + (long) i * count) * Messages.IOVEC_BYTES;
            }
            Messages.write(
                    memory, SINGLE_AT, address + NAMES_AT, nameBytes, address + iovec, count, 0, 0);
            if (Libc.sendmsg(state, fd, address + SINGLE_AT, DONT_WAIT) >= 0) {
                sent++;
            } else {
                lost.set(passed);
            }
            passed++;
        }
        return sent;
    }
}
