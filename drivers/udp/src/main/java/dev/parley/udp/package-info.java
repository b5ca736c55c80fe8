/**
 * UDP sockets and the event loop that runs a protocol core on them.
 *
 * <pre>
 *                      +------------------- EventLoop (one thread) -------------------+
 *   UdpDriver          |  DatagramBatch      taken                                     |
 *   Linux or NIO ------+--> DatagramTap ----------> (relayed on native memory)         |
 *   sockets            |        | the rest                                             |
 *   <------------------+-- send | Paths.intern                                         |
 *                      |        v                     events                           |
 *   StreamPort <-------+--- ProtocolCore ------------------------> Consumer            |
 *   StreamInlet -------+------> ^   ^ one timer                                        |
 *   execute(task) -----+--------+   +-- nanoTime, once per turn                        |
 *                      +----------------------------------------------------------------+
 * </pre>
 *
 * <p>One socket per concrete local address. Sending is fire and forget: what the system does not
 * take is lost and counted. Not implemented: path MTU discovery, ECN, reading ICMP errors.
 *
 * <p>Two kinds of driver: {@link dev.parley.udp.linux} and {@link NioDriver}, chosen by {@link
 * UdpBackend}. And, since it takes the same system calls, {@link Readiness}: the word to systemd
 * that a service serves.
 */
package dev.parley.udp;
