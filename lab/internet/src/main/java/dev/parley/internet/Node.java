package dev.parley.internet;

/** Something that packets come to: a host or a router. */
public abstract sealed class Node permits Host, Router {
    private final String name;

    Node(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Takes a packet that arrived; it belongs to this node from now on. */
    abstract void arrive(long now, Nic from, Packet packet);
}
