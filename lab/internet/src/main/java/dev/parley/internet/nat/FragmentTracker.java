package dev.parley.internet.nat;

import dev.parley.core.Deadlines;
import dev.parley.core.IpAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import dev.parley.internet.nat.FragmentFlow.Door;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Lets fragments pass a box that needs ports to decide (RFC 4787 section 11): the box sees the
 * first fragment, the others go the same way, and those that come before the first one wait for it.
 *
 * <p>Fragments that wait are few and have a place of their own, so that a flood of them takes
 * nothing away from packets that come whole or in order (REQ-14a).
 */
final class FragmentTracker implements Middlebox {
    /** How long the fragments of a packet may take; RFC 6146 asks for two seconds at least. */
    static final long PATIENCE_NANOS = 5_000_000_000L;

    /** Packets whose first fragment has passed; the oldest makes room. */
    static final int MAX_OPEN = 256;

    /** Packets whose first fragment has not come; the oldest makes room. */
    static final int MAX_WAITING = 64;

    /** Fragments of one packet that wait. */
    static final int MAX_HELD = 16;

    private final Middlebox box;
    private final Fragments ipv4;
    private final Fragments ipv6;
    private final TupleTable<FragmentFlow> arriving = new TupleTable<>();
    private final TupleTable<FragmentFlow> leaving = new TupleTable<>();
    private final FragmentQueue open = new FragmentQueue();
    private final FragmentQueue waiting = new FragmentQueue();
    private final Recorder recorder = new Recorder();

    /**
     * @param ipv4 what happens to fragments of IPv4
     * @param ipv6 the same of IPv6
     */
    FragmentTracker(Middlebox box, Fragments ipv4, Fragments ipv6) {
        this.box = box;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        if (packet.moreFragments || packet.fragmentOffset != 0) {
            take(now, packet, true, gate);
        } else {
            box.outbound(now, packet, gate);
        }
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        if (packet.moreFragments || packet.fragmentOffset != 0) {
            take(now, packet, false, gate);
        } else {
            box.inbound(now, packet, gate);
        }
    }

    private void take(long now, Packet packet, boolean outbound, Gate gate) {
        forget(now, gate);
        Fragments treatment = packet.v6 ? ipv6 : ipv4;
        if (treatment == Fragments.DROPPED) {
            gate.drop(packet, DropReason.FRAGMENT, 0);
            return;
        }
        long word = word(packet, outbound, packet.fragmentId);
        FragmentFlow flow =
                arriving.get(packet.srcHigh, packet.srcLow, packet.dstHigh, packet.dstLow, word);
        if (packet.fragmentOffset == 0) {
            first(now, packet, flow, word, outbound, gate);
        } else if (flow != null && flow.door != null) {
            flow.follow(packet, gate);
        } else if (treatment == Fragments.IN_ORDER) {
            gate.drop(packet, DropReason.FRAGMENT, 0);
        } else {
            hold(now, packet, flow, word, gate);
        }
    }

    /** Asks the box about the first one, and lets those that waited go the same way. */
    private void first(
            long now,
            Packet packet,
            @Nullable FragmentFlow known,
            long word,
            boolean outbound,
            Gate gate) {
        FragmentFlow flow = known;
        if (flow == null) {
            flow = new FragmentFlow(packet, word);
            insert(flow);
        } else if (flow.door == null) {
            waiting.remove(flow);
        } else {
            open.remove(flow); // the same once more, or the number is used again
            unlist(flow);
        }
        makeRoom(open, MAX_OPEN, gate);
        flow.until = now + PATIENCE_NANOS;
        open.add(flow);
        recorder.gate = gate;
        recorder.flow = flow;
        if (outbound) {
            box.outbound(now, packet, recorder);
        } else {
            box.inbound(now, packet, recorder);
        }
        for (Packet late : flow.held) {
            flow.follow(late, gate);
        }
        flow.held.clear();
    }

    private void hold(long now, Packet packet, @Nullable FragmentFlow known, long word, Gate gate) {
        FragmentFlow flow = known;
        if (flow == null) {
            makeRoom(waiting, MAX_WAITING, gate);
            flow = new FragmentFlow(packet, word);
            flow.until = now + PATIENCE_NANOS;
            insert(flow);
            waiting.add(flow);
        }
        if (flow.held.size() == MAX_HELD) {
            gate.drop(packet, DropReason.FRAGMENT, 0);
        } else {
            flow.held.add(packet);
        }
    }

    private void insert(FragmentFlow flow) {
        arriving.put(flow.srcHigh, flow.srcLow, flow.dstHigh, flow.dstLow, flow.word, flow);
    }

    private void makeRoom(FragmentQueue queue, int most, Gate gate) {
        FragmentFlow oldest = queue.first();
        if (oldest != null && queue.size() >= most) {
            remove(queue, oldest, gate);
        }
    }

    private void remove(FragmentQueue queue, FragmentFlow flow, Gate gate) {
        queue.remove(flow);
        arriving.remove(flow.srcHigh, flow.srcLow, flow.dstHigh, flow.dstLow, flow.word);
        unlist(flow);
        flow.held.forEach(packet -> gate.drop(packet, DropReason.INCOMPLETE, 0));
        flow.held.clear();
    }

    private void forget(long now, Gate gate) {
        forget(open, now, gate);
        forget(waiting, now, gate);
    }

    private void forget(FragmentQueue queue, long now, Gate gate) {
        for (FragmentFlow oldest; (oldest = queue.first()) != null && oldest.until <= now; ) {
            remove(queue, oldest, gate);
        }
    }

    // ---- the numbers of packets that leave: two inside machines may have chosen the same one

    private void list(FragmentFlow flow, Packet first) {
        long word = word(first, true, first.fragmentId);
        int mask = first.v6 ? -1 : 0xFFFF;
        while (leaving.get(first.srcHigh, first.srcLow, first.dstHigh, first.dstLow, word)
                != null) {
            first.fragmentId = (first.fragmentId + 1) & mask;
            word = word(first, true, first.fragmentId);
        }
        leaving.put(first.srcHigh, first.srcLow, first.dstHigh, first.dstLow, word, flow);
        flow.leavingWord = word;
    }

    private void unlist(FragmentFlow flow) {
        if (flow.door == Door.OUTWARD) {
            leaving.remove(
                    flow.leavingSrcHigh,
                    flow.leavingSrcLow,
                    flow.leavingDstHigh,
                    flow.leavingDstLow,
                    flow.leavingWord);
        }
    }

    private static long word(Packet packet, boolean outbound, int id) {
        return (id & 0xFFFFFFFFL)
                | (long) packet.protocol.ordinal() << 32
                | (outbound ? 1L << 40 : 0)
                | (packet.v6 ? 1L << 41 : 0);
    }

    /** Sees what the box does with a first fragment. */
    private final class Recorder implements Gate {
        @Nullable Gate gate;
        @Nullable FragmentFlow flow;

        private FragmentFlow flow() {
            FragmentFlow current = flow;
            if (current == null) {
                throw new IllegalStateException("no fragment is under way");
            }
            return current;
        }

        private Gate gate() {
            Gate current = gate;
            if (current == null) {
                throw new IllegalStateException("no fragment is under way");
            }
            return current;
        }

        @Override
        public void outward(Packet packet, int row) {
            if (!packet.v6) {
                packet.fragmentId &= 0xFFFF;
            }
            list(flow(), packet);
            flow().leaves(packet, Door.OUTWARD, row);
            gate().outward(packet, row);
        }

        @Override
        public void inward(Packet packet, int row) {
            flow().leaves(packet, Door.INWARD, row);
            gate().inward(packet, row);
        }

        @Override
        public void drop(Packet packet, DropReason reason, int row) {
            flow().leaves(packet, Door.DROP, row);
            flow().reason = reason;
            gate().drop(packet, reason, row);
        }
    }

    // ---- the rest is the box's

    @Override
    public boolean hairpins(IpAddress destination) {
        return box.hairpins(destination);
    }

    @Override
    public void expire(long now, Gate gate) {
        forget(now, gate);
        box.expire(now, gate);
    }

    @Override
    public long nextExpiry() {
        return Math.min(box.nextExpiry(), Math.min(until(open), until(waiting)));
    }

    private static long until(FragmentQueue queue) {
        FragmentFlow oldest = queue.first();
        return oldest == null ? Deadlines.NONE : oldest.until;
    }

    @Override
    public void reboot(long now, Gate gate) {
        forget(open, Long.MAX_VALUE, gate);
        forget(waiting, Long.MAX_VALUE, gate);
        box.reboot(now, gate);
    }

    @Override
    public void changeAddress(long now, IpAddress from, IpAddress to) {
        box.changeAddress(now, from, to);
    }
}
