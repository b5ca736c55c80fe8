package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.internet.DropReason;
import dev.parley.internet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A firewall with a translator outside of it: a packet on its way out is judged by its inside
 * addresses, then translated; on its way in it is translated first.
 *
 * <p>Of the two rows by which a packet passed it names that of the translator.
 */
final class Chain implements Middlebox {
    private final Middlebox firewall;
    private final Middlebox translator;
    private final Gate toTranslator = new Between(true);
    private final Gate toFirewall = new Between(false);
    private final Gate last = new Last();
    private @Nullable Gate outer;
    private long now;
    private boolean outbound;
    private int firstRow; // of the box that came first

    Chain(Middlebox firewall, Middlebox translator) {
        this.firewall = firewall;
        this.translator = translator;
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        begin(now, true, gate);
        firewall.outbound(now, packet, toTranslator);
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        begin(now, false, gate);
        translator.inbound(now, packet, toFirewall);
    }

    private void begin(long now, boolean outbound, Gate gate) {
        this.now = now;
        this.outbound = outbound;
        outer = gate;
        firstRow = 0;
    }

    private Gate outer() {
        Gate gate = outer;
        if (gate == null) {
            throw new IllegalStateException("no packet is under way");
        }
        return gate;
    }

    /** Where the first box puts packets: what goes on goes to the second one. */
    private final class Between implements Gate {
        private final boolean outbound;

        Between(boolean outbound) {
            this.outbound = outbound;
        }

        @Override
        public void outward(Packet packet, int row) {
            if (outbound) {
                firstRow = row;
                translator.outbound(now, packet, last);
            } else {
                outer().outward(packet, row);
            }
        }

        @Override
        public void inward(Packet packet, int row) {
            if (outbound) {
                outer().inward(packet, row);
            } else {
                firstRow = row;
                firewall.inbound(now, packet, last);
            }
        }

        @Override
        public void drop(Packet packet, DropReason reason, int row) {
            outer().drop(packet, reason, row);
        }
    }

    /** Where the second box puts them. */
    private final class Last implements Gate {
        @Override
        public void outward(Packet packet, int row) {
            outer().outward(packet, byTranslator(row));
        }

        @Override
        public void inward(Packet packet, int row) {
            outer().inward(packet, byTranslator(row));
        }

        @Override
        public void drop(Packet packet, DropReason reason, int row) {
            outer().drop(packet, reason, row);
        }

        /** The translator came second on the way out, first on the way in. */
        private int byTranslator(int secondRow) {
            int translators = outbound ? secondRow : firstRow;
            return translators != 0 ? translators : outbound ? firstRow : secondRow;
        }
    }

    @Override
    public boolean hairpins(IpAddress destination) {
        return translator.hairpins(destination);
    }

    @Override
    public void expire(long now, Gate gate) {
        firewall.expire(now, gate);
        translator.expire(now, gate);
    }

    @Override
    public long nextExpiry() {
        return Math.min(firewall.nextExpiry(), translator.nextExpiry());
    }

    @Override
    public void reboot(long now, Gate gate) {
        firewall.reboot(now, gate);
        translator.reboot(now, gate);
    }

    @Override
    public void changeAddress(long now, IpAddress from, IpAddress to) {
        firewall.changeAddress(now, from, to);
        translator.changeAddress(now, from, to);
    }
}
