package dev.parley.internet.nat;

import dev.parley.core.Deadlines;
import dev.parley.internet.Packet;

/** Lets everything pass as it is. */
final class Routed implements Middlebox {
    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        gate.outward(packet, 0);
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        gate.inward(packet, 0);
    }

    @Override
    public void expire(long now, Gate gate) {}

    @Override
    public long nextExpiry() {
        return Deadlines.NONE;
    }

    @Override
    public void reboot(long now, Gate gate) {}
}
