package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C functions this driver calls. As in the kernel itself, a negative result is the negated
 * error number; {@code state} is where the calling thread has its error number put, and pointers
 * are plain addresses.
 *
 * <p>All of them are called as if they took six {@code long}s and returned one, as system calls do:
 * in the calling conventions of x86-64 and AArch64 each argument has a register of its own, a
 * function looks at those it has, and at the lower half of what it takes for an {@code int}. So the
 * JDK makes the code of a call once, and not for each of a dozen shapes: that would be most of what
 * starting this driver costs. For the same reason a handle is a class of its own, made when first
 * called. Handles must be static and final, and be invoked with exactly their types, to become
 * plain calls.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
    private static final FunctionDescriptor SIX_LONGS =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    /** How many bytes a {@code state} has. */
    static long stateBytes() {
        return STATE.byteSize();
    }

    @SuppressWarnings("restricted") // calling C is what this module is for
    private static MethodHandle handle(String name) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), SIX_LONGS, KEEP_ERRNO);
    }

    /** What a function says that returns an {@code int}, or a number of bytes of that size. */
    private static int result(MemorySegment state, long returned) {
        int result = (int) returned;
        return result >= 0 ? result : -state.get(JAVA_INT, ERRNO);
    }

    private static IllegalStateException impossible(Throwable t) {
        return new IllegalStateException("A call into the C library failed to start.", t);
    }

    private static final class Socket {
        static final MethodHandle CALL = handle("socket");
    }

    static int socket(MemorySegment state, int domain, int type, int protocol) {
        try {
            return result(
                    state,
                    (long)
                            Socket.CALL.invokeExact(
                                    state,
                                    (long) domain,
                                    (long) type,
                                    (long) protocol,
                                    0L,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Bind {
        static final MethodHandle CALL = handle("bind");
    }

    static int bind(MemorySegment state, int fd, long address, int bytes) {
        try {
            return result(
                    state,
                    (long)
                            Bind.CALL.invokeExact(
                                    state, (long) fd, address, (long) bytes, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class GetSockName {
        static final MethodHandle CALL = handle("getsockname");
    }

    static int getsockname(MemorySegment state, int fd, long address, long bytes) {
        try {
            return result(
                    state,
                    (long)
                            GetSockName.CALL.invokeExact(
                                    state, (long) fd, address, bytes, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SetSockOpt {
        static final MethodHandle CALL = handle("setsockopt");
    }

    static int setsockopt(
            MemorySegment state, int fd, int level, int option, long value, int bytes) {
        try {
            return result(
                    state,
                    (long)
                            SetSockOpt.CALL.invokeExact(
                                    state,
                                    (long) fd,
                                    (long) level,
                                    (long) option,
                                    value,
                                    (long) bytes,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class GetSockOpt {
        static final MethodHandle CALL = handle("getsockopt");
    }

    static int getsockopt(
            MemorySegment state, int fd, int level, int option, long value, long bytes) {
        try {
            return result(
                    state,
                    (long)
                            GetSockOpt.CALL.invokeExact(
                                    state,
                                    (long) fd,
                                    (long) level,
                                    (long) option,
                                    value,
                                    bytes,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Close {
        static final MethodHandle CALL = handle("close");
    }

    static int close(MemorySegment state, int fd) {
        try {
            return result(
                    state, (long) Close.CALL.invokeExact(state, (long) fd, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollCreate {
        static final MethodHandle CALL = handle("epoll_create1");
    }

    static int epollCreate(MemorySegment state, int flags) {
        try {
            return result(
                    state,
                    (long) EpollCreate.CALL.invokeExact(state, (long) flags, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollCtl {
        static final MethodHandle CALL = handle("epoll_ctl");
    }

    static int epollCtl(MemorySegment state, int epoll, int operation, int fd, long event) {
        try {
            return result(
                    state,
                    (long)
                            EpollCtl.CALL.invokeExact(
                                    state,
                                    (long) epoll,
                                    (long) operation,
                                    (long) fd,
                                    event,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollWait {
        static final MethodHandle CALL = handle("epoll_wait");
    }

    static int epollWait(MemorySegment state, int epoll, long events, int max, int millis) {
        try {
            return result(
                    state,
                    (long)
                            EpollWait.CALL.invokeExact(
                                    state,
                                    (long) epoll,
                                    events,
                                    (long) max,
                                    (long) millis,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EventFd {
        static final MethodHandle CALL = handle("eventfd");
    }

    static int eventfd(MemorySegment state, int initial, int flags) {
        try {
            return result(
                    state,
                    (long)
                            EventFd.CALL.invokeExact(
                                    state, (long) initial, (long) flags, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Read {
        static final MethodHandle CALL = handle("read");
    }

    static int read(MemorySegment state, int fd, long to, int bytes) {
        try {
            return result(
                    state,
                    (long) Read.CALL.invokeExact(state, (long) fd, to, (long) bytes, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Write {
        static final MethodHandle CALL = handle("write");
    }

    static int write(MemorySegment state, int fd, long from, int bytes) {
        try {
            return result(
                    state,
                    (long)
                            Write.CALL.invokeExact(
                                    state, (long) fd, from, (long) bytes, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class RecvMMsg {
        static final MethodHandle CALL = handle("recvmmsg");
    }

    static int recvmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result(
                    state,
                    (long)
                            RecvMMsg.CALL.invokeExact(
                                    state,
                                    (long) fd,
                                    messages,
                                    (long) count,
                                    (long) flags,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SendMMsg {
        static final MethodHandle CALL = handle("sendmmsg");
    }

    static int sendmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result(
                    state,
                    (long)
                            SendMMsg.CALL.invokeExact(
                                    state,
                                    (long) fd,
                                    messages,
                                    (long) count,
                                    (long) flags,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SendTo {
        static final MethodHandle CALL = handle("sendto");
    }

    static int sendto(
            MemorySegment state,
            int fd,
            long bytes,
            int count,
            int flags,
            long address,
            int addressBytes) {
        try {
            return result(
                    state,
                    (long)
                            SendTo.CALL.invokeExact(
                                    state,
                                    (long) fd,
                                    bytes,
                                    (long) count,
                                    (long) flags,
                                    address,
                                    (long) addressBytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SendMsg {
        static final MethodHandle CALL = handle("sendmsg");
    }

    static int sendmsg(MemorySegment state, int fd, long message, int flags) {
        try {
            return result(
                    state,
                    (long)
                            SendMsg.CALL.invokeExact(
                                    state, (long) fd, message, (long) flags, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class MMap {
        static final MethodHandle CALL = handle("mmap");
    }

    /** The address of fresh zeroed memory, or a negated error number. */
    static long mmap(MemorySegment state, long bytes, int protection, int flags) {
        try {
            long at =
                    (long)
                            MMap.CALL.invokeExact(
                                    state, 0L, bytes, (long) protection, (long) flags, -1L, 0L);
            return at == -1 ? -state.get(JAVA_INT, ERRNO) : at;
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class MUnmap {
        static final MethodHandle CALL = handle("munmap");
    }

    static int munmap(MemorySegment state, long at, long bytes) {
        try {
            return result(state, (long) MUnmap.CALL.invokeExact(state, at, bytes, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class NanoSleep {
        static final MethodHandle CALL = handle("nanosleep");
    }

    /** Rests; {@code time} is a struct timespec. */
    static int nanosleep(MemorySegment state, long time) {
        try {
            return result(
                    state, (long) NanoSleep.CALL.invokeExact(state, time, 0L, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class PrCtl {
        static final MethodHandle CALL = handle("prctl");
    }

    /** Sets an attribute of the calling thread. */
    static int prctl(MemorySegment state, int option, long value) {
        try {
            return result(
                    state,
                    (long) PrCtl.CALL.invokeExact(state, (long) option, value, 0L, 0L, 0L, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }
}
