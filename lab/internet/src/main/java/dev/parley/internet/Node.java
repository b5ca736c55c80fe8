package dev.parley.internet;

import dev.parley.core.IpAddress;

/** Something that packets come to: a host or a router. */
public abstract sealed class Node permits Host, Router {
    final Internet internet;
    private final String name;

    Node(Internet internet, String name) {
        this.internet = internet;
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /** Takes a packet that arrived; it belongs to this node from now on. */
    abstract void arrive(long now, Nic from, Packet packet);

    /** Takes a packet about another one that this node itself made, as if it came to it. */
    abstract void originate(long now, Packet packet);

    /** The address that errors of this node come from; null when it has none of that family. */
    abstract @org.jspecify.annotations.Nullable IpAddress errorAddress(boolean v6);

    /** Whether its IP header was made here, as IPv6 asks of who cuts a packet. */
    abstract boolean makesHeaderOf(Packet packet);

    /** Sends it over a link; cuts it into fragments, or refuses it, when it is too big. */
    final void transmit(long now, Nic nic, Packet packet) {
        Wire wire = nic.wire();
        if (packet.sizeBytes() <= wire.mtuBytes()) {
            wire.transmit(now, packet);
        } else if (Fragments.mayCut(packet, makesHeaderOf(packet))) {
            Fragments.cut(internet, packet, wire.mtuBytes(), piece -> wire.transmit(now, piece));
        } else {
            if (wire.tooBigErrors()) {
                complain(now, packet, Icmp.TOO_BIG, wire.mtuBytes());
            }
            drop(now, packet, DropReason.TOO_BIG, 0);
        }
    }

    /** Tells the sender what became of its packet, unless that was itself such a message. */
    final void complain(long now, Packet about, Icmp what, int mtuBytes) {
        IpAddress from = errorAddress(about.v6);
        if (from == null || about.isIcmpError() || about.fragmentOffset > 0) {
            return;
        }
        Packet error = internet.take();
        Icmp.write(error, about, what, mtuBytes, from);
        if (internet.isObserved()) {
            internet.tell(new NetworkEvent.Sent(now, name, error.image()));
        }
        originate(now, error);
    }

    final void drop(long now, Packet packet, DropReason reason, int row) {
        internet.countDropped();
        if (internet.isObserved()) {
            internet.tell(new NetworkEvent.Dropped(now, name, packet.image(), reason, row));
        }
        internet.free(packet);
    }

    @Override
    public String toString() {
        return name;
    }
}
