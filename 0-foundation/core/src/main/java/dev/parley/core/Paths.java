package dev.parley.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The table from a small integer to (local socket, remote address, transport). Shared by a driver
 * and the core it runs, on the core's one owner thread.
 *
 * <p>An entry made by {@link #intern} lasts until the next {@link #sweep} unless somebody called
 * {@link #retain}. So a datagram from a stranger costs nothing that stays: the driver interns,
 * calls the core, drains its answers, and sweeps. The packet path makes no objects.
 */
public final class Paths {
    /** No path: the table is full. */
    public static final int NONE = -1;

    private static final int DEAD = -1; // in references

    private int cap;
    private final AddressHash hash;
    private int[] index; // hash -> path + 1; linear probing
    private long[] high;
    private long[] low;
    private int[] portAndKind; // port << 8 | transport << 1 | v6
    private int[] socket;
    private int[] references;
    private @Nullable TransportAddress[] remote; // made when first asked for
    private int[] free;
    private int freeCount;
    private int[] transients = new int[16];
    private int transientCount;
    private int size;

    /**
     * @param cap the most paths alive at once; {@link #intern} returns {@link #NONE} beyond
     */
    public Paths(int cap) {
        this(cap, 0x9E3779B97F4A7C15L);
    }

    /**
     * The same where remote addresses are chosen by strangers.
     *
     * @param seed secret and random: who knows it can choose addresses that all take the same place
     *     in the table, which makes each look-up a long search
     */
    public Paths(int cap, long seed) {
        if (cap < 1) {
            throw new IllegalArgumentException("a table for " + cap + " paths");
        }
        this.cap = cap;
        hash = new AddressHash(seed);
        int initial = Math.min(16, cap);
        index = new int[indexLength(initial)];
        high = new long[initial];
        low = new long[initial];
        portAndKind = new int[initial];
        socket = new int[initial];
        references = new int[initial];
        remote = new @Nullable TransportAddress[initial];
        free = new int[initial];
        for (int path = initial - 1; path >= 0; path--) {
            free[freeCount++] = path;
        }
        Arrays.fill(references, DEAD);
    }

    /** From now on there may be so many; those that are alive stay, also when they are more. */
    public void atMost(int paths) {
        if (paths < 1) {
            throw new IllegalArgumentException("a table for " + paths + " paths");
        }
        cap = paths;
    }

    /** Finds or makes the path; {@link #NONE} when the table is full. */
    public int intern(int socket, TransportAddress remote, Transport transport) {
        IpAddress ip = remote.ip();
        return intern(socket, ip.v6(), ip.high(), ip.low(), remote.port(), transport);
    }

    /** The same without an address object; the arguments are those of {@link IpAddress}. */
    public int intern(int socket, boolean v6, long high, long low, int port, Transport transport) {
        int kind = kind(v6, port, transport);
        int slot = slot(socket, high, low, kind);
        if (index[slot] != 0) {
            return index[slot] - 1;
        }
        if (size >= cap) {
            return NONE;
        }
        if (freeCount == 0) {
            grow();
            slot = slot(socket, high, low, kind);
        }
        int path = free[--freeCount];
        this.high[path] = high;
        this.low[path] = low;
        this.portAndKind[path] = kind;
        this.socket[path] = socket;
        references[path] = 0;
        remote[path] = null;
        index[slot] = path + 1;
        size++;
        if (transientCount == transients.length) {
            transients = Arrays.copyOf(transients, transientCount * 2);
        }
        transients[transientCount++] = path;
        return path;
    }

    /** Finds the path without making it; {@link #NONE} when there is none. */
    public int find(int socket, boolean v6, long high, long low, int port, Transport transport) {
        return index[slot(socket, high, low, kind(v6, port, transport))] - 1;
    }

    /** Keeps the path beyond the next sweep, until as many calls of {@link #release}. */
    public void retain(int path) {
        if (references[path] == DEAD) {
            throw new IllegalStateException("path " + path + " is not alive");
        }
        references[path]++;
    }

    /** Gives back one {@link #retain}. The number may be reused after the next {@link #sweep}. */
    public void release(int path) {
        if (references[path] <= 0) {
            throw new IllegalStateException("path " + path + " was released more than retained");
        }
        if (--references[path] == 0) {
            if (transientCount == transients.length) {
                transients = Arrays.copyOf(transients, transientCount * 2);
            }
            transients[transientCount++] = path;
        }
    }

    /** Forgets every path that nobody retains. Call between inputs, after the core was drained. */
    public void sweep() {
        while (transientCount > 0) {
            int path = transients[--transientCount];
            // A path may be listed twice (interned, retained, released): free it once.
            if (references[path] == 0) {
                remove(path);
                references[path] = DEAD;
            }
        }
    }

    public int socket(int path) {
        return socket[path];
    }

    public Transport transport(int path) {
        return TRANSPORTS[(portAndKind[path] >>> 1) & 0x7F];
    }

    public int remotePort(int path) {
        return portAndKind[path] >>> 8;
    }

    /** {@link IpAddress#v6} of the remote address, without an object. */
    public boolean remoteV6(int path) {
        return (portAndKind[path] & 1) != 0;
    }

    /** {@link IpAddress#high} of the remote address, without an object. */
    public long remoteHigh(int path) {
        return high[path];
    }

    /** {@link IpAddress#low} of the remote address, without an object. */
    public long remoteLow(int path) {
        return low[path];
    }

    /** The remote address; the object is made once per path. */
    public TransportAddress remote(int path) {
        TransportAddress known = remote[path];
        if (known == null) {
            boolean v6 = (portAndKind[path] & 1) != 0;
            known =
                    new TransportAddress(
                            new IpAddress(v6, high[path], low[path]), remotePort(path));
            remote[path] = known;
        }
        return known;
    }

    /** How many paths are alive. */
    public int size() {
        return size;
    }

    private static final Transport[] TRANSPORTS = Transport.values();

    private static int kind(boolean v6, int port, Transport transport) {
        return (port << 8) | (transport.ordinal() << 1) | (v6 ? 1 : 0);
    }

    /** A power of two, at most half full; between two and four times the paths. */
    private static int indexLength(int paths) {
        return Integer.highestOneBit(paths * 2 - 1) * 2;
    }

    /** The slot of the entry, or the empty slot where it would go. */
    private int slot(int socket, long high, long low, int kind) {
        int mask = index.length - 1;
        int slot = hash(socket, high, low, kind) & mask;
        for (; index[slot] != 0; slot = (slot + 1) & mask) {
            int path = index[slot] - 1;
            if (this.low[path] == low
                    && this.portAndKind[path] == kind
                    && this.socket[path] == socket
                    && this.high[path] == high) {
                break;
            }
        }
        return slot;
    }

    private int hash(int socket, long high, long low, int kind) {
        return hash.of(high, low, kind ^ ((long) socket << 32));
    }

    private void remove(int path) {
        int mask = index.length - 1;
        int hole = slot(socket[path], high[path], low[path], portAndKind[path]);
        free[freeCount++] = path;
        size--;
        // Close the gap of linear probing: move back what would no longer be found.
        for (int slot = (hole + 1) & mask; index[slot] != 0; slot = (slot + 1) & mask) {
            int other = index[slot] - 1;
            int home = hash(socket[other], high[other], low[other], portAndKind[other]) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                index[hole] = index[slot];
                hole = slot;
            }
        }
        index[hole] = 0;
        remote[path] = null;
    }

    private void grow() {
        int from = high.length;
        int to = (int) Math.min(from * 2L, cap);
        high = Arrays.copyOf(high, to);
        low = Arrays.copyOf(low, to);
        portAndKind = Arrays.copyOf(portAndKind, to);
        socket = Arrays.copyOf(socket, to);
        references = Arrays.copyOf(references, to);
        Arrays.fill(references, from, to, DEAD);
        remote = Arrays.copyOf(remote, to);
        free = Arrays.copyOf(free, to);
        int[] old = index;
        index = new int[indexLength(to)];
        for (int entry : old) {
            if (entry != 0) {
                int path = entry - 1;
                index[slot(socket[path], high[path], low[path], portAndKind[path])] = entry;
            }
        }
        for (int path = to - 1; path >= from; path--) {
            free[freeCount++] = path;
        }
    }
}
