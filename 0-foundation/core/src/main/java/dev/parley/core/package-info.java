/**
 * What every protocol of Parley shares: the sans-IO contract, addresses, paths, deadlines and byte
 * codecs.
 *
 * <pre>
 *   driver (sockets, clock, randomness)          simulated internet (virtual time)
 *        |  receive(now, path, bytes)                       |
 *        v                                                  v
 *   +-------------------------- ProtocolCore --------------------------+
 *   |  deterministic: same inputs and seed, same outputs, byte by byte  |
 *   +-------------------------------------------------------------------+
 *        |  pollTransmit, pollCommand, pollEvent, nextTimeout
 *        v
 *   driver drains, arms one timer, and waits
 * </pre>
 *
 * <p>Nothing here, and nothing in a core, reads a clock, opens a socket, starts a thread, draws a
 * random number of its own or logs. This package depends on {@code java.base} alone.
 */
package dev.parley.core;
