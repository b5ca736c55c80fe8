package dev.parley.server.relay;

import dev.parley.core.Bytes;
import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;

/**
 * What other shards have for one: a buffer that they fill and that its owner takes whole. Holds a
 * limited number of bytes; what finds no room is lost, as in any queue of a router. Filling takes a
 * lock for as long as a copy takes; nothing else waits for it.
 */
final class Mailbox {
    /** Data waits for one turn of the owner's loop, so this is a burst. */
    static final int MAX_BYTES = 2 << 20;

    /** Beyond, for what must not be lost: it is rare and small. */
    private static final int RESERVE_BYTES = 1 << 20;

    private static final int INITIAL_BYTES = 16 << 10;

    // The layout of an entry, for every kind the same.
    private static final int KIND = 0;
    private static final int SHARD = 1;
    private static final int FROM = 2; // listener, or relay address that data comes from
    private static final int LENGTH = 4;
    private static final int PORT = 8; // remote, or of the relay that data comes from
    private static final int TO = 10; // 1 for IPv6, or the relay address that data goes to
    private static final int TO_PORT = 12;
    private static final int HIGH = 16;
    private static final int LOW = 24;
    private static final int HEADER_BYTES = 32;

    private enum Kind {
        DATA,
        DATAGRAM,
        ADOPT,
        RELEASE
    }

    private static final Kind[] KINDS = Kind.values();

    /** What became of something that was left. */
    enum Left {
        /** The mailbox was empty: its owner has to be woken. */
        FIRST,
        BEHIND_OTHERS,
        /** It is lost. */
        NO_ROOM
    }

    /** Takes what was left, in the order of each sender; bytes are borrowed. */
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

        /** A datagram of a client that the kernel gave to another shard. */
        void datagram(int shard, Remote client, byte[] buf, int off, int len);

        /** That client's datagrams belong to that shard from now on. */
        void adopt(int shard, Remote client);

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

    private byte[] filling = new byte[0]; // under the lock; so is the next
    private int filled;
    private byte[] taking = new byte[0]; // of the owner
    private volatile boolean waiting;

    /** Whether there may be something; cheap. */
    boolean isWaiting() {
        return waiting;
    }

    /** Leaves data. */
    synchronized Left data(
            int fromAddress,
            int fromPort,
            int toAddress,
            int toPort,
            byte[] buf,
            int off,
            int len) {
        boolean first = filled == 0;
        int at = begin(Kind.DATA, MAX_BYTES, len);
        if (at < 0) {
            return Left.NO_ROOM;
        }
        Bytes.u16(filling, at + FROM, fromAddress);
        Bytes.u16(filling, at + PORT, fromPort);
        Bytes.u16(filling, at + TO, toAddress);
        Bytes.u16(filling, at + TO_PORT, toPort);
        System.arraycopy(buf, off, filling, at + HEADER_BYTES, len);
        return first ? Left.FIRST : Left.BEHIND_OTHERS;
    }

    Left datagram(int shard, Remote client, byte[] buf, int off, int len) {
        return leave(Kind.DATAGRAM, MAX_BYTES, shard, client, buf, off, len);
    }

    Left adopt(int shard, Remote client) {
        return leave(Kind.ADOPT, MAX_BYTES + RESERVE_BYTES, shard, client, new byte[0], 0, 0);
    }

    Left release(Remote client) {
        return leave(Kind.RELEASE, MAX_BYTES + RESERVE_BYTES, 0, client, new byte[0], 0, 0);
    }

    private synchronized Left leave(
            Kind kind, int most, int shard, Remote client, byte[] buf, int off, int len) {
        boolean first = filled == 0;
        int at = begin(kind, most, len);
        if (at < 0) {
            return Left.NO_ROOM;
        }
        filling[at + SHARD] = (byte) shard;
        Bytes.u16(filling, at + FROM, client.listener());
        Bytes.u16(filling, at + PORT, client.port());
        Bytes.u16(filling, at + TO, client.v6() ? 1 : 0);
        Bytes.i64(filling, at + HIGH, client.high());
        Bytes.i64(filling, at + LOW, client.low());
        System.arraycopy(buf, off, filling, at + HEADER_BYTES, len);
        return first ? Left.FIRST : Left.BEHIND_OTHERS;
    }

    private int begin(Kind kind, int most, int len) {
        int at = filled;
        int end = at + HEADER_BYTES + len;
        if (end > most) {
            return -1;
        }
        if (end > filling.length) {
            byte[] larger = new byte[Math.max(Math.max(INITIAL_BYTES, end), 2 * filling.length)];
            System.arraycopy(filling, 0, larger, 0, at);
            filling = larger;
        }
        filled = end;
        waiting = true;
        filling[at + KIND] = (byte) kind.ordinal();
        Bytes.i32(filling, at + LENGTH, len);
        return at;
    }

    /** Reads everything that is there; on the owner's thread. */
    void readAll(Reader reader) {
        byte[] all;
        int end;
        synchronized (this) {
            all = filling;
            end = filled;
            filling = taking;
            filled = 0;
            waiting = false;
        }
        taking = all;
        Throwable bug = null;
        for (int at = 0; at < end; ) {
            int len = Bytes.i32(all, at + LENGTH);
            try {
                read(reader, all, at, len);
            } catch (RuntimeException | Error e) {
                bug = e; // of one; the others get theirs
            }
            at += HEADER_BYTES + len;
        }
        if (bug != null) {
            throw new IllegalStateException("What another shard left could not be read.", bug);
        }
    }

    private static void read(Reader reader, byte[] all, int at, int len) {
        switch (KINDS[Bytes.u8(all, at + KIND)]) {
            case DATA ->
                    reader.data(
                            Bytes.u16(all, at + FROM),
                            Bytes.u16(all, at + PORT),
                            Bytes.u16(all, at + TO),
                            Bytes.u16(all, at + TO_PORT),
                            all,
                            at + HEADER_BYTES,
                            len);
            case DATAGRAM ->
                    reader.datagram(
                            Bytes.u8(all, at + SHARD),
                            remote(all, at),
                            all,
                            at + HEADER_BYTES,
                            len);
            case ADOPT -> reader.adopt(Bytes.u8(all, at + SHARD), remote(all, at));
            case RELEASE -> reader.release(remote(all, at));
        }
    }

    private static Remote remote(byte[] all, int at) {
        return new Remote(
                Bytes.u16(all, at + FROM),
                Bytes.u16(all, at + TO) == 1,
                Bytes.i64(all, at + HIGH),
                Bytes.i64(all, at + LOW),
                Bytes.u16(all, at + PORT));
    }
}
