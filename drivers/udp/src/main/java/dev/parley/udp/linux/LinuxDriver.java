package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.parley.core.TransportAddress;
import dev.parley.udp.Destination;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * UDP by the system calls of Linux: one epoll for all sockets, many datagrams in one call in both
 * directions. Makes no garbage while datagrams pass. The thread that polls must be a platform
 * thread: the wait is a call into the C library.
 */
public final class LinuxDriver implements UdpDriver {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int SOCK_DGRAM = 2;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IPPROTO_IP = 0;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_PMTUDISC_DONT = 0;
    private static final int IP_PMTUDISC_DO = 2;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    private static final int PR_SET_TIMERSLACK = 29;
    private static final long TIMER_SLACK_NANOS = 1000; // usually 50,000, too coarse for a rest

    private static final int EVENTS = 256;
    private static final long NANOS_PER_MILLI = 1_000_000;

    // Scratch memory of the polling thread, and before it starts of the one that binds.
    private static final long SCRATCH_AT = 0;
    private static final long LENGTH_AT = SCRATCH_AT + SockAddr.ROOM_BYTES;
    private static final long TIME_AT = LENGTH_AT + 16;
    private static final long EVENTS_AT = TIME_AT + 16;

    private final MemorySegment state = Arena.ofAuto().allocate(Libc.stateBytes(), 8);
    private final MemorySegment memory =
            Arena.ofAuto().allocate(EVENTS_AT + (long) EVENTS * Platform.EPOLL_EVENT_BYTES, 64);
    private final Inbox inbox;
    private final Outbox outbox = new Outbox(state);
    private final int epoll;
    private final Alarm alarm;
    private final LongAdder receiveErrors = new LongAdder();
    private final Moderation moderation = new Moderation();
    private boolean timersAreFine;
    private @Nullable LinuxSocket[] byFd = new LinuxSocket[64];
    private boolean closed;

    /**
     * A driver without sockets.
     *
     * @throws IOException when the system refuses; {@link #whyNot} tells what is known before
     */
    public LinuxDriver() throws IOException {
        String why = whyNot();
        if (why != null) {
            throw new IOException("The Linux UDP driver cannot be used: " + why + ".");
        }
        inbox = new Inbox(state);
        epoll = orThrow("epoll_create1", Libc.epollCreate(state, CLOSE_ON_EXEC));
        try {
            alarm = new Alarm(state);
        } catch (IOException e) {
            Libc.close(state, epoll);
            throw e;
        }
        try {
            watch(alarm.fd(), alarm.fd());
        } catch (IOException e) {
            alarm.close(state);
            Libc.close(state, epoll);
            throw e;
        }
    }

    /** Why this driver cannot work on this machine; null when it can. */
    public static @Nullable String whyNot() {
        return Platform.whyNot();
    }

    @Override
    public UdpSocket bind(int id, TransportAddress local, UdpOptions options) throws IOException {
        if (local.ip().isUnspecified()) {
            throw new IllegalArgumentException(
                    "bind one socket for each address of the machine, not " + local.ip());
        }
        boolean v6 = local.ip().v6();
        int fd =
                orThrow(
                        "socket",
                        Libc.socket(
                                state,
                                v6 ? SockAddr.AF_INET6 : SockAddr.AF_INET,
                                SOCK_DGRAM | CLOSE_ON_EXEC | NON_BLOCKING,
                                0));
        try {
            if (v6) {
                set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
            } else {
                setDontFragment(fd, false); // Linux would otherwise set DF by its own view
            }
            set(fd, SO_RCVBUFFORCE, SO_RCVBUF, options.receiveBufferBytes(), SOL_SOCKET);
            set(fd, SO_SNDBUFFORCE, SO_SNDBUF, options.sendBufferBytes(), SOL_SOCKET);
            set(fd, Messages.SOL_UDP, Messages.UDP_GRO, 1);
            if (options.reusePort()) {
                orThrow("setsockopt", set(fd, SOL_SOCKET, SO_REUSEPORT, 1));
            }
            SockAddr.write(memory, SCRATCH_AT, local);
            long address = memory.address();
            orThrow("bind", Libc.bind(state, fd, address + SCRATCH_AT, SockAddr.bytes(v6)));
            memory.set(JAVA_INT_UNALIGNED, LENGTH_AT, SockAddr.ROOM_BYTES);
            orThrow(
                    "getsockname",
                    Libc.getsockname(state, fd, address + SCRATCH_AT, address + LENGTH_AT));
            watch(fd, (long) id << 32 | fd);
            LinuxSocket socket =
                    new LinuxSocket(this, id, fd, SockAddr.read(memory, SCRATCH_AT), outbox);
            if (fd >= byFd.length) {
                byFd = Arrays.copyOf(byFd, Math.max(fd + 1, 2 * byFd.length));
            }
            byFd[fd] = socket;
            return socket;
        } catch (IOException e) {
            Libc.close(state, fd);
            throw e;
        }
    }

    /** Sets an option, by force where rights allow more than the system's limit. */
    private void set(int fd, int forced, int option, int value, int level) {
        if (set(fd, level, forced, value) < 0) {
            set(fd, level, option, value);
        }
    }

    /** Sets an option; what an old kernel does not know is done without. */
    private int set(int fd, int level, int option, int value) {
        memory.set(JAVA_INT_UNALIGNED, LENGTH_AT, value);
        return Libc.setsockopt(
                state, fd, level, option, memory.address() + LENGTH_AT, Integer.BYTES);
    }

    void setDontFragment(int fd, boolean wanted) {
        set(fd, IPPROTO_IP, IP_MTU_DISCOVER, wanted ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT);
    }

    private void watch(int fd, long data) throws IOException {
        memory.set(JAVA_INT_UNALIGNED, EVENTS_AT, EPOLLIN);
        memory.set(JAVA_LONG_UNALIGNED, EVENTS_AT + Platform.EPOLL_DATA, data);
        orThrow(
                "epoll_ctl",
                Libc.epollCtl(state, epoll, EPOLL_CTL_ADD, fd, memory.address() + EVENTS_AT));
    }

    private static int orThrow(String call, int result) throws IOException {
        if (result < 0) {
            throw Errno.exception(call, -result);
        }
        return result;
    }

    @Override
    public Destination destination(TransportAddress remote) {
        return new LinuxDestination(remote);
    }

    @Override
    public void poll(long timeoutNanos, BatchHandler handler) throws IOException {
        boolean endless = timeoutNanos == Long.MAX_VALUE;
        long left = timeoutNanos - rest();
        // Rounded up: waking early would only lead to another wait.
        long millis = left <= 0 ? 0 : (left - 1) / NANOS_PER_MILLI + 1;
        int wait = endless ? -1 : (int) Math.min(millis, Integer.MAX_VALUE);
        int count = Libc.epollWait(state, epoll, memory.address() + EVENTS_AT, EVENTS, wait);
        if (count == -Errno.EINTR) {
            return;
        }
        orThrow("epoll_wait", count);
        int datagrams = 0;
        int unhurried = 0;
        boolean full = false;
        for (int i = 0; i < count && !closed; i++) {
            long event = EVENTS_AT + (long) i * Platform.EPOLL_EVENT_BYTES;
            long data = memory.get(JAVA_LONG_UNALIGNED, event + Platform.EPOLL_DATA);
            if (data == alarm.fd()) {
                alarm.heard(state);
                continue;
            }
            LinuxSocket socket = byFd[(int) data];
            // A handler before may have closed it, and another may have got its descriptor.
            if (socket != null && socket.id() == (int) (data >>> 32)) {
                full |= receive(socket, handler);
                datagrams += inbox.batch().count();
                unhurried += inbox.batch().unhurried();
            }
        }
        moderation.found(System.nanoTime(), datagrams, unhurried, full);
    }

    /** Rests when that is worth it; returns for how long, in nanoseconds. */
    private long rest() {
        long nanos = moderation.restNanos();
        if (nanos > 0) {
            if (!timersAreFine) {
                timersAreFine = true;
                Libc.prctl(state, PR_SET_TIMERSLACK, TIMER_SLACK_NANOS); // without it: longer rests
            }
            memory.set(JAVA_LONG_UNALIGNED, TIME_AT, 0);
            memory.set(JAVA_LONG_UNALIGNED, TIME_AT + 8, nanos);
            Libc.nanosleep(state, memory.address() + TIME_AT);
        }
        return nanos;
    }

    /** Takes one batch from a socket; returns whether more may wait there. */
    private boolean receive(LinuxSocket socket, BatchHandler handler) {
        int result = inbox.receive(socket.fd());
        if (result > 0) {
            handler.received(socket, inbox.batch());
        } else if (result != -Errno.EAGAIN) {
            receiveErrors.increment(); // reported once: asking for it took it away
        }
        return result == Inbox.MESSAGES;
    }

    void closed(LinuxSocket socket) {
        byFd[socket.fd()] = null;
        Libc.close(state, socket.fd());
    }

    @Override
    public void wakeup() {
        alarm.ring();
    }

    @Override
    public long receiveErrors() {
        return receiveErrors.sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (LinuxSocket socket : byFd.clone()) {
            if (socket != null) {
                socket.close();
            }
        }
        alarm.close(state);
        Libc.close(state, epoll);
    }
}
