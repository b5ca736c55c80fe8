/**
 * UDP by the system calls of Linux, through java.lang.foreign: no native code of our own.
 *
 * <pre>
 *   LinuxDriver -- epoll_wait -- Inbox   recvmmsg: 128 messages, each perhaps glued (UDP_GRO)
 *        |                         |
 *        |                         v
 *        |                    DatagramBatch: datagrams one by one, on the memory they came in
 *        |
 *   LinuxSocket ------------- Outbox     sendmmsg: runs of equal size as one message (UDP_SEGMENT)
 *   Alarm                                eventfd: other threads end the wait
 *   Libc, Messages, SockAddr             the C library and its structures
 *   UnixDatagram                         beside all that: a word to the service manager
 * </pre>
 *
 * <p>Structures are those of x86-64 and aarch64, glibc and musl. A device that cannot cut messages
 * apart, or a way with smaller packets, is noticed and gets datagrams one by one.
 *
 * <p>Not implemented: reading ICMP errors (IP_RECVERR), io_uring.
 */
package dev.parley.udp.linux;
