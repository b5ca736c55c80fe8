package dev.parley.server.relay;

import dev.parley.core.AddressHash;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunClass;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one shard has for another: memory that it fills and that the other one takes whole. Holds a
 * limited number of bytes, of each client or relay a part of them, so that one that sends too much
 * takes the room of few others; what finds no room is lost, as in any queue of a router. Requests
 * have room that data cannot take, and so has what shards tell each other.
 *
 * <p>One thread fills it and another one reads it. Filling takes a lock for as long as a copy
 * takes; nothing else waits for it. Makes no objects while datagrams pass.
 */
final class Mailbox {
    /**
     * From all senders. Data waits for one turn of the owner's loop, or until a busy machine lets
     * it run, some tens of milliseconds.
     */
    static final int DATA_BYTES_OF_ALL = 8 << 20;

    private static final int LEAST_DATA_BYTES = 320 << 10;

    /** A quarter of it holds the longest datagram. */
    static final int REQUEST_BYTES = 260 << 10;

    /** More than there can be: one for each client that is led here, one when it has gone. */
    static final int CONTROL_BYTES = 2 << 20;

    /** One client's or relay's part of the room; several of them share it by chance. */
    private static final int PART = 4;

    private static final int PLACES = 256; // a power of two
    private static final int RELAY = 1 << 20; // what no client's port is

    private static final int INITIAL_BYTES = 16 << 10;
    private static final int BATCH = 256;

    // The layout of an entry, for every kind the same.
    private static final int KIND = 0;
    private static final int SHARD = 1; // whose the client is by the kernel
    private static final int FROM = 2; // listener, or relay address that data comes from
    private static final int LENGTH = 4;
    private static final int PORT = 8; // remote, or of the relay that data comes from
    private static final int TO = 10; // 1 for IPv6, or the relay address that data goes to
    private static final int TO_PORT = 12;
    private static final int HIGH = 16;
    private static final int LOW = 24;
    private static final int HEADER_BYTES = 32; // the headroom of a batch is in it

    private static final int NO_ROOM = -1;

    private static final byte DATA = 0;
    private static final byte DATAGRAM = 1;
    private static final byte ADOPT = 2;
    private static final byte RELEASE = 3;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Takes what was left, each kind in its order; memory is borrowed. */
    interface Reader {
        /** Data of a relay, see {@link dev.parley.turn.TurnServer#receiveCrossing}. */
        void data(
                int fromAddress,
                int fromPort,
                int toAddress,
                int toPort,
                byte[] buf,
                int off,
                int len);

        /**
         * Datagrams of clients that the kernel gave to another shard.
         *
         * @param home that shard
         * @param listener the place of the listening socket among those of a shard
         */
        void datagrams(int home, int listener, DatagramBatch batch);

        /** That client's datagrams belong to the sender from now on. */
        void adopt(Remote client);

        /** They do not any more. */
        void release(Remote client);
    }

    /**
     * A client by where it sends to and from.
     *
     * @param listener the place of the listening socket among those of a shard
     */
    record Remote(int listener, boolean v6, long high, long low, int port) {
        TransportAddress address() {
            return new TransportAddress(
                    v6 ? IpAddress.v6(high, low) : IpAddress.v4((int) low), port);
        }
    }

    /** Memory for entries, and the datagrams among them as a list. */
    private static final class Page {
        final NativeMemory memory;
        final ByteBuffer bytes;
        private @Nullable DatagramBatch batch; // made when there is one

        Page(int size) {
            memory = NativeMemory.allocate(size);
            bytes = memory.buffer();
        }

        DatagramBatch batch() {
            DatagramBatch made = batch;
            if (made == null) {
                made = new DatagramBatch(memory, BATCH);
                batch = made;
            }
            return made;
        }
    }

    private final int dataBytes;
    private final AddressHash hash = new AddressHash(RANDOM.nextLong(), RANDOM.nextLong());
    private final byte[] scratch;

    // Under the lock.
    private Page filling = new Page(0);
    private int filled;
    private final int[] taken = new int[PLACES]; // bytes, by client or relay
    private final int[] takenIn = new int[PLACES]; // which round
    private int round;

    private Page taking = new Page(0); // of the reader
    private volatile boolean waiting;

    /**
     * An empty one.
     *
     * @param senders how many shards have such a mailbox at the same reader
     * @param scratch of the reader, for a datagram of any size; all of its mailboxes may share it
     */
    Mailbox(int senders, byte[] scratch) {
        this.scratch = scratch;
        dataBytes = Math.max(DATA_BYTES_OF_ALL / senders, LEAST_DATA_BYTES);
    }

    // ---- the sender; each returns whether there was room

    synchronized boolean data(
            int fromAddress,
            int fromPort,
            int toAddress,
            int toPort,
            byte[] buf,
            int off,
            int len) {
        int place = place(fromAddress, fromPort, RELAY);
        int at = begin(DATA, dataBytes, place, dataBytes / PART, len);
        if (at < 0) {
            return false;
        }
        ByteBuffer bytes = filling.bytes;
        bytes.putShort(at + FROM, (short) fromAddress);
        bytes.putShort(at + PORT, (short) fromPort);
        bytes.putShort(at + TO, (short) toAddress);
        bytes.putShort(at + TO_PORT, (short) toPort);
        bytes.put(at + HEADER_BYTES, buf, off, len);
        return true;
    }

    /** A request that the reader has to answer. */
    synchronized boolean request(int home, Remote client, byte[] buf, int off, int len) {
        int at = begin(true, home, client, len);
        if (at >= 0) {
            filling.bytes.put(at + HEADER_BYTES, buf, off, len);
        }
        return at >= 0;
    }

    /** A datagram, {@code length} bytes at {@code offset}, of a client that the reader has. */
    synchronized boolean datagram(
            int home, Remote client, NativeMemory from, int offset, int length) {
        boolean request = length > 1 && StunClass.isRequest(from.buffer().getShort(offset));
        int at = begin(request, home, client, length);
        if (at >= 0) {
            MemorySegment.copy(
                    from.segment(),
                    offset,
                    filling.memory.segment(),
                    at + (long) HEADER_BYTES,
                    length);
        }
        return at >= 0;
    }

    synchronized boolean adopt(Remote client) {
        return control(ADOPT, client);
    }

    synchronized boolean release(Remote client) {
        return control(RELEASE, client);
    }

    private boolean control(byte kind, Remote client) {
        int at = begin(kind, dataBytes + REQUEST_BYTES + CONTROL_BYTES, 0);
        if (at >= 0) {
            write(at, 0, client);
        }
        return at >= 0;
    }

    private int begin(boolean request, int home, Remote client, int len) {
        int place = place(client.high(), client.low(), client.port() << 1 | (request ? 1 : 0));
        int most = request ? dataBytes + REQUEST_BYTES : dataBytes;
        int at = begin(DATAGRAM, most, place, (request ? REQUEST_BYTES : dataBytes) / PART, len);
        if (at >= 0) {
            write(at, home, client);
        }
        return at;
    }

    private void write(int at, int shard, Remote client) {
        ByteBuffer bytes = filling.bytes;
        bytes.put(at + SHARD, (byte) shard);
        bytes.putShort(at + FROM, (short) client.listener());
        bytes.putShort(at + PORT, (short) client.port());
        bytes.putShort(at + TO, (short) (client.v6() ? 1 : 0));
        bytes.putLong(at + HIGH, client.high());
        bytes.putLong(at + LOW, client.low());
    }

    private int place(long high, long low, int rest) {
        return hash.of(high, low, rest) & (PLACES - 1);
    }

    /** The same, of which one client or relay has no more than that at a time. */
    private int begin(byte kind, int most, int place, int mostOfOne, int len) {
        int before = takenIn[place] == round ? taken[place] : 0;
        int after = before + entryBytes(len);
        if (after > mostOfOne) {
            return NO_ROOM;
        }
        int at = begin(kind, most, len);
        if (at >= 0) {
            taken[place] = after;
            takenIn[place] = round;
        }
        return at;
    }

    /** Makes room for an entry and returns where it is. */
    private int begin(byte kind, int most, int len) {
        int at = filled;
        int end = at + entryBytes(len);
        if (end > most) {
            return NO_ROOM;
        }
        int size = filling.memory.bytes();
        if (end > size) {
            Page larger = new Page(Math.max(Math.max(INITIAL_BYTES, end), 2 * size));
            MemorySegment.copy(filling.memory.segment(), 0, larger.memory.segment(), 0, at);
            filling = larger;
        }
        filled = end;
        waiting = true;
        filling.bytes.put(at + KIND, kind);
        filling.bytes.putInt(at + LENGTH, len);
        return at;
    }

    private static int entryBytes(int len) {
        return HEADER_BYTES + ((len + 7) & -8);
    }

    // ---- the reader

    /** Reads everything that is there. */
    void readAll(Reader reader) {
        if (!waiting) {
            return;
        }
        Page all;
        int end;
        synchronized (this) {
            all = filling;
            end = filled;
            filling = taking;
            filled = 0;
            round++;
            waiting = false;
        }
        taking = all;
        RuntimeException bug = null;
        for (int at = 0; at < end; ) {
            int from = at;
            int kind = all.bytes.get(at + KIND);
            at = kind == DATAGRAM ? list(all, at, end) : next(all, at);
            try {
                read(reader, all, from, kind);
            } catch (RuntimeException e) {
                bug = e; // of one; the others get theirs
            }
        }
        if (bug != null) {
            throw new IllegalStateException("What another shard left could not be read.", bug);
        }
    }

    private static int next(Page all, int at) {
        return at + entryBytes(all.bytes.getInt(at + LENGTH));
    }

    /** Lists datagrams in a row that came to the same socket; returns where the next entry is. */
    private static int list(Page all, int from, int end) {
        ByteBuffer bytes = all.bytes;
        DatagramBatch batch = all.batch();
        batch.clear();
        int at = from;
        while (at < end
                && bytes.get(at + KIND) == DATAGRAM
                && bytes.getShort(at + FROM) == bytes.getShort(from + FROM)
                && bytes.get(at + SHARD) == bytes.get(from + SHARD)
                && !batch.isFull()) {
            batch.add(
                    at + HEADER_BYTES,
                    bytes.getInt(at + LENGTH),
                    bytes.getShort(at + TO) == 1,
                    bytes.getLong(at + HIGH),
                    bytes.getLong(at + LOW),
                    u16(bytes, at + PORT));
            at = next(all, at);
        }
        return at;
    }

    private void read(Reader reader, Page all, int at, int kind) {
        ByteBuffer bytes = all.bytes;
        switch (kind) {
            case DATA -> {
                int len = bytes.getInt(at + LENGTH);
                bytes.get(at + HEADER_BYTES, scratch, 0, len);
                reader.data(
                        u16(bytes, at + FROM),
                        u16(bytes, at + PORT),
                        u16(bytes, at + TO),
                        u16(bytes, at + TO_PORT),
                        scratch,
                        0,
                        len);
            }
            case DATAGRAM ->
                    reader.datagrams(
                            bytes.get(at + SHARD) & 0xFF, u16(bytes, at + FROM), all.batch());
            case ADOPT -> reader.adopt(remote(bytes, at));
            case RELEASE -> reader.release(remote(bytes, at));
            default -> throw new IllegalStateException("an entry of kind " + kind);
        }
    }

    private static Remote remote(ByteBuffer bytes, int at) {
        return new Remote(
                u16(bytes, at + FROM),
                bytes.getShort(at + TO) == 1,
                bytes.getLong(at + HIGH),
                bytes.getLong(at + LOW),
                u16(bytes, at + PORT));
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }
}
