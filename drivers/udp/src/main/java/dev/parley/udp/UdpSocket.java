package dev.parley.udp;

import dev.parley.core.TransportAddress;

/**
 * One bound UDP socket. Used only on the thread of its driver. Sending never blocks and never
 * throws for what the network does: a datagram that the system does not take is lost, and counted.
 */
public interface UdpSocket {
    /** The bytes of a prefix. */
    int PREFIX_BYTES = 4;

    /** The number that paths on this socket carry, as given to {@link UdpDriver#bind}. */
    int id();

    TransportAddress local();

    boolean isOpen();

    /**
     * Sends {@code memory[offset, offset+length)} as datagrams of {@code segmentBytes} each, the
     * last one perhaps shorter, to one destination.
     *
     * @param dontFragment whether the IPv4 DF bit is wanted (IPv6 routers never fragment)
     * @return how many datagrams the system took
     */
    int send(
            NativeMemory memory,
            int offset,
            int length,
            int segmentBytes,
            Destination to,
            boolean dontFragment);

    /**
     * Sends datagrams that lie apart: number {@code i} of {@code count} is {@code lengths[i]} bytes
     * at {@code offsets[i]}. Any lengths will do; runs of equal length are cheapest.
     *
     * @return how many datagrams the system took
     */
    int sendScattered(NativeMemory memory, int[] offsets, int[] lengths, int count, Destination to);

    /**
     * Sends datagrams of a batch on, each with four bytes in front: number {@code i} of {@code
     * count} is the batch's datagram {@code which[i]} behind {@code prefixes[i]}, the most
     * significant byte first. The batch's datagrams keep their bytes.
     *
     * @return how many datagrams the system took
     */
    int sendPrefixed(DatagramBatch batch, int[] which, int[] prefixes, int count, Destination to);

    /**
     * Sends each datagram of a batch to the address that stands beside it. For those who are not
     * sent to often: it wants no {@link Destination} for each.
     *
     * @return how many datagrams the system took
     */
    int sendEach(DatagramBatch batch);

    /**
     * Whether the system did not take datagram {@code i} of those that were sent last, when it took
     * fewer than all; to be asked before any socket of the driver sends again.
     */
    boolean lost(int i);

    /** Datagrams that the system did not take, since the socket was opened. */
    long sendDrops();

    void close();
}
