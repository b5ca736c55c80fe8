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
 * <p>Each handle is a class of its own, so that it is made when first called: building all of them
 * at once is most of what starting this driver costs. Handles must be static and final, and be
 * invoked with exactly their types, to become plain calls.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    /** How many bytes a {@code state} has. */
    static long stateBytes() {
        return STATE.byteSize();
    }

    @SuppressWarnings("restricted") // calling C is what this module is for
    private static MethodHandle handle(String name, FunctionDescriptor function) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                function,
                Linker.Option.captureCallState("errno"));
    }

    private static int result(MemorySegment state, int result) {
        return result >= 0 ? result : -state.get(JAVA_INT, ERRNO);
    }

    private static IllegalStateException impossible(Throwable t) {
        return new IllegalStateException("A call into the C library failed to start.", t);
    }

    private static final class Socket {
        static final MethodHandle CALL =
                handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }

    static int socket(MemorySegment state, int domain, int type, int protocol) {
        try {
            return result(state, (int) Socket.CALL.invokeExact(state, domain, type, protocol));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Bind {
        static final MethodHandle CALL =
                handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    static int bind(MemorySegment state, int fd, long address, int bytes) {
        try {
            return result(state, (int) Bind.CALL.invokeExact(state, fd, address, bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class GetSockName {
        static final MethodHandle CALL =
                handle(
                        "getsockname",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static int getsockname(MemorySegment state, int fd, long address, long bytes) {
        try {
            return result(state, (int) GetSockName.CALL.invokeExact(state, fd, address, bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SetSockOpt {
        static final MethodHandle CALL =
                handle(
                        "setsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    static int setsockopt(
            MemorySegment state, int fd, int level, int option, long value, int bytes) {
        try {
            return result(
                    state,
                    (int) SetSockOpt.CALL.invokeExact(state, fd, level, option, value, bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class GetSockOpt {
        static final MethodHandle CALL =
                handle(
                        "getsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static int getsockopt(
            MemorySegment state, int fd, int level, int option, long value, long bytes) {
        try {
            return result(
                    state,
                    (int) GetSockOpt.CALL.invokeExact(state, fd, level, option, value, bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Close {
        static final MethodHandle CALL = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    static int close(MemorySegment state, int fd) {
        try {
            return result(state, (int) Close.CALL.invokeExact(state, fd));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollCreate {
        static final MethodHandle CALL =
                handle("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    static int epollCreate(MemorySegment state, int flags) {
        try {
            return result(state, (int) EpollCreate.CALL.invokeExact(state, flags));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollCtl {
        static final MethodHandle CALL =
                handle(
                        "epoll_ctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    static int epollCtl(MemorySegment state, int epoll, int operation, int fd, long event) {
        try {
            return result(
                    state, (int) EpollCtl.CALL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EpollWait {
        static final MethodHandle CALL =
                handle(
                        "epoll_wait",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    }

    static int epollWait(MemorySegment state, int epoll, long events, int max, int millis) {
        try {
            return result(
                    state, (int) EpollWait.CALL.invokeExact(state, epoll, events, max, millis));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class EventFd {
        static final MethodHandle CALL =
                handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    static int eventfd(MemorySegment state, int initial, int flags) {
        try {
            return result(state, (int) EventFd.CALL.invokeExact(state, initial, flags));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Read {
        static final MethodHandle CALL =
                handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static int read(MemorySegment state, int fd, long to, int bytes) {
        try {
            return result(state, (int) (long) Read.CALL.invokeExact(state, fd, to, (long) bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class Write {
        static final MethodHandle CALL =
                handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static int write(MemorySegment state, int fd, long from, int bytes) {
        try {
            return result(
                    state, (int) (long) Write.CALL.invokeExact(state, fd, from, (long) bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class RecvMMsg {
        static final MethodHandle CALL =
                handle(
                        "recvmmsg",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    static int recvmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result(
                    state, (int) RecvMMsg.CALL.invokeExact(state, fd, messages, count, flags, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SendMMsg {
        static final MethodHandle CALL =
                handle(
                        "sendmmsg",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    }

    static int sendmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result(
                    state, (int) SendMMsg.CALL.invokeExact(state, fd, messages, count, flags));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class SendMsg {
        static final MethodHandle CALL =
                handle("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    static int sendmsg(MemorySegment state, int fd, long message, int flags) {
        try {
            return result(state, (int) (long) SendMsg.CALL.invokeExact(state, fd, message, flags));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class MMap {
        static final MethodHandle CALL =
                handle(
                        "mmap",
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG));
    }

    /** The address of fresh zeroed memory, or a negated error number. */
    static long mmap(MemorySegment state, long bytes, int protection, int flags) {
        try {
            long at = (long) MMap.CALL.invokeExact(state, 0L, bytes, protection, flags, -1, 0L);
            return at == -1 ? -state.get(JAVA_INT, ERRNO) : at;
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class MUnmap {
        static final MethodHandle CALL =
                handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    static int munmap(MemorySegment state, long at, long bytes) {
        try {
            return result(state, (int) MUnmap.CALL.invokeExact(state, at, bytes));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class NanoSleep {
        static final MethodHandle CALL =
                handle("nanosleep", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    }

    /** Rests; {@code time} is a struct timespec. */
    static int nanosleep(MemorySegment state, long time) {
        try {
            return result(state, (int) NanoSleep.CALL.invokeExact(state, time, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    private static final class PrCtl {
        static final MethodHandle CALL = make();

        @SuppressWarnings("restricted") // calling C is what this module is for
        private static MethodHandle make() {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));
        }
    }

    /** Sets an attribute of the calling thread. */
    static int prctl(MemorySegment state, int option, long value) {
        try {
            return result(state, (int) PrCtl.CALL.invokeExact(state, option, value));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }
}
