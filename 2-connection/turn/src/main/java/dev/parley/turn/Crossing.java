package dev.parley.turn;

/**
 * The way from one core to the others of its process, see {@link Shard}: what it is given reaches
 * the other core on that core's own thread. Called on the thread of the core that gives; bytes are
 * borrowed and copied. Never blocks.
 */
public interface Crossing {
    /** For a core that is alone. */
    Crossing NONE =
            new Crossing() {
                @Override
                public boolean data(
                        int shard,
                        int fromAddress,
                        int fromPort,
                        int toAddress,
                        int toPort,
                        byte[] buf,
                        int off,
                        int len) {
                    return false;
                }

                @Override
                public boolean datagram(int shard, int path, byte[] buf, int off, int len) {
                    throw new IllegalStateException("there is no other shard");
                }

                @Override
                public void left(int path) {
                    // Nobody leads any client here.
                }

                @Override
                public void stream(int shard, int path, byte[] buf, int off, int len) {
                    throw new IllegalStateException("there is no other shard");
                }
            };

    /**
     * Data between two relays of this process, for {@link TurnServer#receiveCrossing}. Addresses
     * are places in the list of relay addresses of the configuration.
     *
     * @return false when there is no room, and the data is lost
     */
    boolean data(
            int shard,
            int fromAddress,
            int fromPort,
            int toAddress,
            int toPort,
            byte[] buf,
            int off,
            int len);

    /**
     * A datagram, {@code buf[off, off+len)}, with an authenticated request that only the other core
     * can answer; for {@link TurnServer#receive} there, on a path with the same addresses. When it
     * leads to an allocation there, all datagrams of that path belong to the other core until that
     * allocation has {@link #left} it.
     *
     * @return false when no more clients can be led to others, which this one is told then; a
     *     datagram that finds no room just now is lost, as any may be
     */
    boolean datagram(int shard, int path, byte[] buf, int off, int len);

    /**
     * The allocation of that path ended, failed, or moved to another path: what comes there from
     * now on is a stranger's. For every path that had an allocation of this core.
     */
    void left(int path);

    /**
     * The connection of a client, which the other core owns from now on.
     *
     * @param buf {@code buf[off, off+len)}: what the client sent and this core has not used
     */
    void stream(int shard, int path, byte[] buf, int off, int len);
}
