package dev.parley.server.relay;

import dev.parley.core.TransportAddress;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.Destination;
import dev.parley.udp.NativeMemory;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntPredicate;

/** Another driver whose system does not take datagrams of some lengths from the plane. */
final class LossyDriver implements UdpDriver {
    private final UdpDriver real;
    private final IntPredicate losesLength;

    LossyDriver(UdpDriver real, IntPredicate losesLength) {
        this.real = real;
        this.losesLength = losesLength;
    }

    @Override
    public UdpSocket bind(int id, TransportAddress local, UdpOptions options) throws IOException {
        return new LossySocket(real.bind(id, local, options));
    }

    @Override
    public Destination destination(TransportAddress remote) {
        return real.destination(remote);
    }

    @Override
    public void poll(long timeoutNanos, BatchHandler handler) throws IOException {
        real.poll(timeoutNanos, handler);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public long receiveErrors() {
        return real.receiveErrors();
    }

    @Override
    public void close() {
        real.close();
    }

    private final class LossySocket implements UdpSocket {
        private final UdpSocket real;
        private final BitSet lost = new BitSet();

        LossySocket(UdpSocket real) {
            this.real = real;
        }

        @Override
        public int sendScattered(
                NativeMemory memory, int[] offsets, int[] lengths, int count, Destination to) {
            lost.clear();
            int[] someOffsets = offsets.clone();
            int[] someLengths = lengths.clone();
            int left = 0;
            for (int i = 0; i < count; i++) {
                if (losesLength.test(lengths[i])) {
                    lost.set(i);
                } else {
                    someOffsets[left] = offsets[i];
                    someLengths[left++] = lengths[i];
                }
            }
            return real.sendScattered(memory, someOffsets, someLengths, left, to);
        }

        @Override
        public int sendPrefixed(
                DatagramBatch batch, int[] which, int[] prefixes, int count, Destination to) {
            lost.clear();
            int[] some = which.clone();
            int[] somePrefixes = prefixes.clone();
            int left = 0;
            for (int i = 0; i < count; i++) {
                if (losesLength.test(batch.length(which[i]))) {
                    lost.set(i);
                } else {
                    some[left] = which[i];
                    somePrefixes[left++] = prefixes[i];
                }
            }
            return real.sendPrefixed(batch, some, somePrefixes, left, to);
        }

        @Override
        public boolean lost(int i) {
            return lost.get(i);
        }

        @Override
        public int send(
                NativeMemory memory,
                int offset,
                int length,
                int segmentBytes,
                Destination to,
                boolean dontFragment) {
            return real.send(memory, offset, length, segmentBytes, to, dontFragment);
        }

        @Override
        public int sendEach(DatagramBatch batch) {
            return real.sendEach(batch);
        }

        @Override
        public int id() {
            return real.id();
        }

        @Override
        public TransportAddress local() {
            return real.local();
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public long sendDrops() {
            return real.sendDrops();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
