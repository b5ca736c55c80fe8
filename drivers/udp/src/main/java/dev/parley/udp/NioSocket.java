package dev.parley.udp;

import static jdk.net.ExtendedSocketOptions.IP_DONTFRAGMENT;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** One {@link DatagramChannel}. */
final class NioSocket implements UdpSocket {
    private final int id;
    private final DatagramChannel channel;
    private final TransportAddress local;
    private final boolean canSetDontFragment;
    private boolean dontFragment;
    private final BitSet lost = new BitSet(); // of the last send
    private @Nullable NioDestination[] recent = {}; // made when somebody sends to several at once
    private long sendDrops;

    // The channel gives the same object for the same sender as before: no need to read it again.
    private @Nullable InetSocketAddress lastSender;
    private boolean senderV6;
    private long senderHigh;
    private long senderLow;
    private int senderPort;

    NioSocket(int id, DatagramChannel channel) throws IOException {
        this.id = id;
        this.channel = channel;
        this.local = TransportAddress.of((InetSocketAddress) channel.getLocalAddress());
        canSetDontFragment =
                !local.ip().v6() && channel.supportedOptions().contains(IP_DONTFRAGMENT);
        if (canSetDontFragment) {
            // Linux would otherwise set DF by its own view of the path.
            channel.setOption(IP_DONTFRAGMENT, false);
        }
    }

    static DatagramChannel open(TransportAddress local, UdpOptions options) throws IOException {
        DatagramChannel channel =
                DatagramChannel.open(
                        local.ip().v6()
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local.toInetSocketAddress());
            return channel;
        } catch (UnsupportedOperationException e) {
            channel.close();
            throw new IOException("This system cannot share a UDP port between threads.", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Whether the system divides the datagrams for one address among several sockets. Others than
     * Linux know the option too, and give everything to one of them.
     */
    static boolean canReusePort() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** Fills the batch with what waits; returns how many errors the network reported. */
    int receive(DatagramBatch batch) {
        batch.clear();
        ByteBuffer buffer = batch.memory().cursor();
        int errors = 0;
        int next = DatagramBatch.HEADROOM;
        // Errors count as attempts: a socket that only reports errors cannot hold the loop.
        while (batch.count() + errors < batch.capacity()
                && buffer.capacity() - next >= DatagramBatch.MAX_DATAGRAM_BYTES) {
            buffer.limit(buffer.capacity()).position(next);
            try {
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
                if (sender == null) {
                    return errors;
                }
                readSender(sender);
            } catch (ClosedChannelException e) {
                return errors;
            } catch (IOException e) {
                errors++; // such as an ICMP error about a datagram sent earlier
                continue;
            }
            int length = buffer.position() - next;
            batch.add(next, length, senderV6, senderHigh, senderLow, senderPort);
            next = (next + length + DatagramBatch.HEADROOM + 15) & -16;
        }
        return errors;
    }

    @SuppressWarnings("ReferenceEquality") // equal but other objects are only read again
    private void readSender(InetSocketAddress sender) {
        if (sender == lastSender) {
            return;
        }
        byte[] ip = sender.getAddress().getAddress();
        senderV6 = ip.length == 16;
        senderHigh = senderV6 ? Bytes.i64(ip, 0) : 0;
        senderLow = senderV6 ? Bytes.i64(ip, 8) : Bytes.u32(ip, 0);
        senderPort = sender.getPort();
        lastSender = sender;
    }

    @Override
    public int send(
            NativeMemory memory,
            int offset,
            int length,
            int segmentBytes,
            Destination to,
            boolean dontFragment) {
        lost.clear();
        int sent = 0;
        for (int at = offset, end = offset + length; at < end; at += segmentBytes) {
            int bytes = Math.min(segmentBytes, end - at);
            int number = (at - offset) / segmentBytes;
            sent += noted(number, sendOne(memory.cursor(), at, bytes, to, dontFragment));
        }
        return sent;
    }

    @Override
    public int sendScattered(
            NativeMemory memory, int[] offsets, int[] lengths, int count, Destination to) {
        lost.clear();
        int sent = 0;
        for (int i = 0; i < count; i++) {
            sent += noted(i, sendOne(memory.cursor(), offsets[i], lengths[i], to, false));
        }
        return sent;
    }

    @Override
    public int sendPrefixed(
            DatagramBatch batch, int[] which, int[] prefixes, int count, Destination to) {
        NativeMemory memory = batch.memory();
        lost.clear();
        int sent = 0;
        for (int i = 0; i < count; i++) {
            int at = batch.offset(which[i]) - PREFIX_BYTES; // this driver glues nothing
            memory.buffer().putInt(at, prefixes[i]);
            int length = batch.length(which[i]) + PREFIX_BYTES;
            sent += noted(i, sendOne(memory.cursor(), at, length, to, false));
        }
        return sent;
    }

    private int noted(int i, int sent) {
        if (sent == 0) {
            lost.set(i);
        }
        return sent;
    }

    @Override
    public boolean lost(int i) {
        return lost.get(i);
    }

    @Override
    public int sendEach(DatagramBatch batch) {
        ByteBuffer buffer = batch.memory().cursor();
        lost.clear();
        int sent = 0;
        for (int i = 0; i < batch.count(); i++) {
            Destination to = destination(batch.v6(i), batch.high(i), batch.low(i), batch.port(i));
            sent += noted(i, sendOne(buffer, batch.offset(i), batch.length(i), to, false));
        }
        return sent;
    }

    /** Kept for those who are sent to again soon, as many as there is room for. */
    private NioDestination destination(boolean v6, long high, long low, int port) {
        int place = (int) (((low * 31 + port) * 0x9E3779B97F4A7C15L) >>> 56);
        if (recent.length == 0) {
            recent = new @Nullable NioDestination[256];
        }
        NioDestination known = recent[place];
        if (known == null || !known.is(v6, high, low, port)) {
            known = NioDestination.of(new TransportAddress(new IpAddress(v6, high, low), port));
            recent[place] = known;
        }
        return known;
    }

    private int sendOne(
            ByteBuffer buffer, int offset, int length, Destination to, boolean wantDontFragment) {
        NioDestination destination = (NioDestination) to;
        if (destination.v6() == local.ip().v6() && destination.address().getPort() != 0) {
            try {
                if (wantDontFragment != dontFragment && canSetDontFragment) {
                    channel.setOption(IP_DONTFRAGMENT, wantDontFragment);
                    dontFragment = wantDontFragment;
                }
                buffer.limit(offset + length).position(offset);
                if (channel.send(buffer, destination.address()) == length) {
                    return 1;
                }
            } catch (IOException e) {
                // No route, too large with DF set, an ICMP error of earlier: as good as lost.
                sendDrops++;
                return 0;
            }
        }
        sendDrops++;
        return 0;
    }

    /** What the system says; for tests. */
    boolean isDontFragment() throws IOException {
        return channel.getOption(IP_DONTFRAGMENT);
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
        return channel.isOpen();
    }

    @Override
    public long sendDrops() {
        return sendDrops;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Closing a UDP socket failed.", e);
        }
    }
}
