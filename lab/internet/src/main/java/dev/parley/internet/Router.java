package dev.parley.internet;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.internet.nat.Gate;
import dev.parley.internet.nat.Middlebox;
import dev.parley.internet.nat.Middleboxes;
import dev.parley.internet.topology.Gateway;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Nat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forwards packets: the internet's core, and the gateway of each site. Machines of its own network
 * reach each other through it as through a switch; what goes further passes the {@link Middlebox}.
 */
public final class Router extends Node {
    private record Route(IpPrefix block, Nic nic) {}

    private final AddressTable<Nic> neighbours = new AddressTable<>();
    private final List<Route> routes = new ArrayList<>(); // to blocks behind neighbours
    private final List<IpAddress> own = new ArrayList<>(); // its addresses outside
    private final Doors doors = new Doors();
    private @Nullable Nic uplink; // null in the core
    private @Nullable Middlebox middlebox;
    private @Nullable Gateway gateway;
    private final Book book;
    private long expiryScheduled = Deadlines.NONE;

    Router(Internet internet, String name, List<IpAddress> addresses) {
        super(internet, name);
        own.addAll(addresses);
        book = new Book(internet, name);
    }

    void uplink(Nic nic, Gateway gateway) {
        uplink = nic;
        this.gateway = gateway;
        middlebox = Middleboxes.of(gateway, internet.random(name()), book);
    }

    void neighbour(IpAddress address, Nic nic) {
        neighbours.put(address, nic);
    }

    void route(IpPrefix block, Nic nic) {
        routes.add(new Route(block, nic));
    }

    /** Its addresses in the network around it. */
    public List<IpAddress> addresses() {
        return List.copyOf(own);
    }

    // ---- what may happen to a gateway

    /** Power off and on: the tables are empty, packets on links are not lost. */
    public void reboot() {
        Middlebox box = middlebox;
        if (box != null) {
            doors.now = internet.now();
            box.reboot(internet.now(), doors);
        }
    }

    /**
     * Its provider gives it another address, as many do every night.
     *
     * @throws IllegalArgumentException when it does not have {@code from}, or another one has
     *     {@code to}
     */
    public void changeAddress(IpAddress from, IpAddress to) {
        Middlebox box = middlebox;
        Nic nic = uplink;
        int index = own.indexOf(from);
        if (box == null || nic == null || index < 0) {
            throw new IllegalArgumentException(name() + " does not have " + from);
        }
        Router around = (Router) nic.peer();
        Nic back = around.neighbours.get(from);
        if (back == null || around.neighbours.get(to) != null) {
            throw new IllegalArgumentException(to + " is taken");
        }
        around.neighbours.remove(from);
        around.neighbours.put(to, back);
        own.set(index, to);
        box.changeAddress(internet.now(), from, to);
    }

    /**
     * Another box with the same addresses takes its place, and translates like this; what the old
     * one remembered is lost.
     *
     * @throws IllegalStateException when this is the internet's core
     */
    public void changeNat(Nat nat) {
        Gateway before = gateway;
        if (before == null) {
            throw new IllegalStateException("the core translates nothing");
        }
        reboot();
        gateway = new Gateway(own, nat, before.firewall());
        book.nextVolume();
        middlebox = Middleboxes.of(gateway, internet.random(name() + book.volume()), book);
        expiryScheduled = Deadlines.NONE;
    }

    /**
     * The link to the network around it behaves like this from now on.
     *
     * @throws IllegalStateException when this is the internet's core
     */
    public void changeUplink(LinkBehaviour behaviour) {
        Nic nic = uplink;
        if (nic == null) {
            throw new IllegalStateException("the core has no outside");
        }
        nic.change(behaviour);
    }

    // ---- forwarding

    @Override
    void arrive(long now, Nic from, Packet packet) {
        if (from == uplink) {
            fromOutside(now, packet);
        } else {
            fromInside(now, packet);
        }
    }

    @Override
    void originate(long now, Packet packet) {
        Nic nic = wayInside(packet);
        if (nic != null) {
            transmit(now, nic, packet);
        } else if (isOwn(packet)) {
            fromOutside(now, packet); // about a packet that was translated already: back through
        } else if (middlebox != null) {
            // It may be about a packet that was translated on its way in.
            prepare(now, packet, middlebox);
            middlebox.outbound(now, packet, doors);
            scheduleExpiry(middlebox);
        } else {
            drop(now, packet, DropReason.NO_ROUTE, 0);
        }
    }

    @Override
    boolean makesHeaderOf(Packet packet) {
        return doors.newHeader;
    }

    @Override
    @Nullable IpAddress errorAddress(boolean v6) {
        for (IpAddress address : own) {
            if (address.v6() == v6) {
                return address;
            }
        }
        return null;
    }

    private void fromInside(long now, Packet packet) {
        Middlebox box = middlebox;
        if (box == null) {
            throughCore(now, packet);
            return;
        }
        Nic nic = wayInside(packet);
        if (nic != null) {
            transmit(now, nic, packet);
        } else if (isOwn(packet) && !box.hairpins(packet.destinationIp())) {
            drop(now, packet, DropReason.NO_HAIRPIN, 0);
        } else if (hasHopLeft(now, packet)) {
            prepare(now, packet, box);
            box.outbound(now, packet, doors);
            scheduleExpiry(box);
        }
    }

    private void fromOutside(long now, Packet packet) {
        Middlebox box = middlebox;
        if (box == null) {
            throw new IllegalStateException("the core has no outside");
        }
        if (hasHopLeft(now, packet)) {
            prepare(now, packet, box);
            box.inbound(now, packet, doors);
            scheduleExpiry(box);
        }
    }

    private void throughCore(long now, Packet packet) {
        if (!PublicAddresses.contains(packet.v6, packet.srcHigh, packet.srcLow)
                || !PublicAddresses.contains(packet.v6, packet.dstHigh, packet.dstLow)) {
            drop(now, packet, DropReason.NOT_PUBLIC, 0);
            return;
        }
        if (!hasHopLeft(now, packet)) {
            return;
        }
        Nic nic = wayInside(packet);
        if (nic == null) {
            complain(now, packet, Icmp.HOST_UNREACHABLE, 0);
            drop(now, packet, DropReason.NO_ROUTE, 0);
        } else {
            transmit(now, nic, packet);
        }
    }

    private boolean hasHopLeft(long now, Packet packet) {
        if (--packet.hopLimit > 0) {
            return true;
        }
        complain(now, packet, Icmp.HOP_LIMIT, 0);
        drop(now, packet, DropReason.HOP_LIMIT, 0);
        return false;
    }

    private @Nullable Nic wayInside(Packet packet) {
        Nic nic = neighbours.get(packet.v6, packet.dstHigh, packet.dstLow);
        if (nic == null && !routes.isEmpty()) {
            IpAddress destination = packet.destinationIp();
            for (Route route : routes) {
                if (route.block.contains(destination)) {
                    return route.nic;
                }
            }
        }
        return nic;
    }

    private boolean isOwn(Packet packet) {
        for (int i = 0; i < own.size(); i++) {
            IpAddress address = own.get(i);
            if (address.low() == packet.dstLow
                    && address.high() == packet.dstHigh
                    && address.v6() == packet.v6) {
                return true;
            }
        }
        return false;
    }

    private void prepare(long now, Packet packet, Middlebox box) {
        doors.now = now;
        if (now >= box.nextExpiry()) {
            box.expire(now, doors);
        }
        doors.v6 = packet.v6;
        doors.before = internet.isObserved() ? packet.image() : null;
    }

    /** Rows leave a table in time only while somebody looks; else at the next packet. */
    private void scheduleExpiry(Middlebox box) {
        if (internet.isObserved() && box.nextExpiry() < expiryScheduled) {
            expiryScheduled = box.nextExpiry();
            internet.at(
                    expiryScheduled,
                    () -> {
                        if (!box.equals(middlebox)) {
                            return; // another one has taken its place
                        }
                        expiryScheduled = Deadlines.NONE;
                        doors.now = internet.now();
                        if (box.nextExpiry() <= doors.now) {
                            box.expire(doors.now, doors);
                        }
                        scheduleExpiry(box);
                    });
        }
    }

    /** Where the middlebox hands packets to. */
    private final class Doors implements Gate {
        long now;
        boolean v6; // the family in which the packet came
        boolean newHeader; // that of the packet under way was made by a NAT64
        @Nullable PacketImage before;

        @Override
        public void outward(Packet packet, int row) {
            tell(packet, row);
            Nic nic = uplink;
            if (nic == null) {
                throw new IllegalStateException("the core has no outside");
            }
            transmit(now, nic, packet);
        }

        @Override
        public void inward(Packet packet, int row) {
            tell(packet, row);
            Nic nic = wayInside(packet);
            if (nic != null) {
                newHeader = packet.v6 != v6;
                transmit(now, nic, packet);
                newHeader = false;
            } else {
                drop(now, packet, DropReason.NO_SUCH_ADDRESS, row);
            }
        }

        @Override
        public void drop(Packet packet, DropReason reason, int row) {
            drop(now, packet, reason, row);
        }

        private void drop(long now, Packet packet, DropReason reason, int row) {
            Router.this.drop(now, packet, reason, book.number(row));
        }

        private void tell(Packet packet, int row) {
            PacketImage was = before;
            if (was == null) {
                return;
            }
            PacketImage is = packet.image();
            boolean rewritten =
                    was.id() == is.id()
                            && !(was.source().equals(is.source())
                                    && was.destination().equals(is.destination()));
            if (rewritten) {
                internet.tell(new NetworkEvent.Rewritten(now, name(), was, is, book.number(row)));
            } else if (row != 0) {
                internet.tell(new NetworkEvent.Passed(now, name(), is, book.number(row)));
            }
        }
    }
}
