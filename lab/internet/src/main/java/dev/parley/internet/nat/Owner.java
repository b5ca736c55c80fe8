package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Protocol;
import org.jspecify.annotations.Nullable;

/** An inside endpoint that a box knows, with whom it has talked to: a {@link Filter} keeps that. */
abstract class Owner extends Row {
    final Protocol protocol;
    final boolean v6;
    final long insideHigh;
    final long insideLow;

    /** For ICMP the identifier. */
    final int insidePort;

    @Nullable Session sessions; // the newest first
    @Nullable Session lastUsed;
    final long number; // tells it from other owners in keys

    Owner(
            Protocol protocol,
            boolean v6,
            long insideHigh,
            long insideLow,
            int insidePort,
            long number) {
        this.protocol = protocol;
        this.v6 = v6;
        this.insideHigh = insideHigh;
        this.insideLow = insideLow;
        this.insidePort = insidePort;
        this.number = number;
    }

    TransportAddress inside() {
        return new TransportAddress(new IpAddress(v6, insideHigh, insideLow), insidePort);
    }

    /** What stands for it outside; null when nothing is translated. */
    abstract @Nullable TransportAddress outside();
}
