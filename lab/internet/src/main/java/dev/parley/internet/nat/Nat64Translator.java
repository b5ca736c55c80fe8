package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.PublicAddresses;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stateful NAT64: IPv6 inside, IPv4 outside (RFC 6146), headers by RFC 7915. Whoever inside sends
 * to an address of the prefix reaches the IPv4 address in its last 32 bits. IPv6 to anywhere else
 * passes as it is where the gateway has an IPv6 address.
 *
 * <p>What comes is whole, or a first fragment. Rows are named as {@link Translator} does.
 */
final class Nat64Translator implements Middlebox {
    private static final long IPV4 = 0xFFFFFFFFL;

    /** IPv4 packets up to this may be cut on their way: RFC 7915 section 5.1. */
    private static final int CUT_UP_TO_BYTES = 1260;

    private final long prefixHigh;
    private final long prefixLow;
    private final boolean globalOnly;
    private final boolean hairpins;
    private final boolean icmpErrors;
    private final DropReason filtered;
    private final Mappings mappings;
    private final Filter filter;
    private final boolean routesV6;

    Nat64Translator(
            IpPrefix prefix,
            NatBehaviour behaviour,
            List<IpAddress> outside,
            RandomSource random,
            RowNumbers numbers,
            Ledger ledger) {
        if (!prefix.base().v6() || prefix.length() != 96) {
            throw new IllegalArgumentException(
                    "a NAT64 needs an IPv6 prefix of 96 bits: " + prefix);
        }
        prefixHigh = prefix.base().high();
        prefixLow = prefix.base().low();
        globalOnly = prefix.equals(PrefixEmbedding.WELL_KNOWN);
        hairpins = behaviour.hairpinning() != Hairpinning.OFF;
        icmpErrors = behaviour.icmpErrors();
        filtered = Translator.filteredBy(behaviour.filtering());
        mappings = new Mappings(behaviour, outside, true, random, numbers, ledger);
        filter = mappings.filter();
        routesV6 = outside.stream().anyMatch(IpAddress::v6);
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (!packet.v6 || !isTranslated(packet.dstHigh, packet.dstLow)) {
            if (packet.v6 && routesV6) {
                gate.outward(packet, 0);
            } else {
                gate.drop(packet, DropReason.FAMILY, 0);
            }
            return;
        }
        DropReason refusal = refusal(packet);
        if (refusal != null) {
            gate.drop(packet, refusal, 0);
            return;
        }
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromInside(packet, quoted, gate);
            return;
        }
        Mapping mapping = mappings.outbound(now, packet);
        if (mapping == null) {
            gate.drop(packet, mappings.refusal(), 0);
        } else if (mappings.isOutside(packet.dstLow & IPV4)) {
            turnBack(now, packet, mapping, gate);
        } else {
            int remotePort =
                    packet.protocol == Protocol.ICMP ? mapping.outsidePort : packet.dstPort;
            if (packet.protocol == Protocol.ICMP) {
                IcmpTranslation.toV4(packet);
            }
            packet.source(false, 0, mapping.address.low, mapping.outsidePort);
            packet.destination(0, packet.dstLow & IPV4, remotePort);
            headerToV4(packet);
            gate.outward(packet, mapping.id);
        }
    }

    @Override
    public void inbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (packet.v6) {
            gate.inward(packet, 0);
            return;
        }
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromOutside(packet, quoted, gate);
        } else if (packet.protocol == Protocol.ICMP && packet.icmpType != Icmp.ECHO_REPLY_V4) {
            gate.drop(packet, DropReason.GATEWAY_INPUT, 0); // it is the gateway that is asked
        } else {
            Mapping mapping = mappings.byOutside(packet.protocol, packet.dstLow, packet.dstPort);
            if (mapping == null) {
                gate.drop(packet, DropReason.NO_MAPPING, 0);
            } else {
                admit(now, packet, mapping, packet.srcLow, packet.srcPort, gate);
            }
        }
    }

    /** Why a packet to the prefix is not translated at all; null when it is. */
    private @Nullable DropReason refusal(Packet packet) {
        long remote = packet.dstLow & IPV4;
        if (!mappings.isConnected()) {
            return DropReason.FAMILY;
        }
        if (isTranslated(packet.srcHigh, packet.srcLow)) {
            return DropReason.NO_MAPPING; // a loop: RFC 6146 section 3.5
        }
        if (globalOnly
                && !mappings.isOutside(remote)
                && !PublicAddresses.contains(false, 0, remote)) {
            return DropReason.NOT_PUBLIC; // RFC 6052 section 3.1
        }
        if (packet.quoted != null) {
            return null;
        }
        boolean hairpin = mappings.isOutside(remote);
        if (hairpin && !hairpins) {
            return DropReason.NO_HAIRPIN;
        }
        if (packet.protocol != Protocol.ICMP) {
            return null;
        }
        if (packet.icmpType != Icmp.ECHO_REQUEST_V6) {
            return packet.icmpType == Icmp.ECHO_REPLY_V6
                    ? DropReason.NO_MAPPING // questions are not let in
                    : DropReason.ICMP_UNRELATED;
        }
        return hairpin ? DropReason.GATEWAY_INPUT : null;
    }

    /** From one inside machine to another by outside endpoints: RFC 6146 section 3.8. */
    private void turnBack(long now, Packet packet, Mapping sender, Gate gate) {
        Mapping receiver =
                mappings.byOutside(packet.protocol, packet.dstLow & IPV4, packet.dstPort);
        if (receiver == null) {
            gate.drop(packet, DropReason.NO_MAPPING, 0);
            return;
        }
        admit(now, packet, receiver, sender.address.low, sender.outsidePort, gate);
    }

    /** The packet is of IPv4, or of IPv6 when it turns back; inward it is of IPv6. */
    private void admit(
            long now, Packet packet, Mapping mapping, long fromLow, int fromPort, Gate gate) {
        boolean ping = packet.protocol == Protocol.ICMP;
        int row = filter.received(now, mapping, false, 0, fromLow, ping ? 0 : fromPort, packet);
        if (row < 0) {
            DropReason reason = row == Filter.FULL ? DropReason.TABLE_FULL : filtered;
            gate.drop(packet, reason, filter.nearest(mapping, 0, fromLow));
            return;
        }
        mappings.received(now, mapping, packet);
        if (ping) {
            IcmpTranslation.toV6(packet);
        }
        packet.source(true, prefixHigh, prefixLow | fromLow, ping ? mapping.insidePort : fromPort);
        packet.destination(mapping.insideHigh, mapping.insideLow, mapping.insidePort);
        gate.inward(packet, row);
    }

    /** Short packets may be cut, long ones are to find their size: RFC 7915 section 5.1. */
    private static void headerToV4(Packet packet) {
        packet.dontFragment = !packet.isFragment() && packet.sizeBytes() > CUT_UP_TO_BYTES;
    }

    private boolean isTranslated(long high, long low) {
        return high == prefixHigh && (low & ~IPV4) == prefixLow;
    }

    // ---- ICMP errors: they refresh nothing

    private void errorFromOutside(Packet error, Packet quoted, Gate gate) {
        Mapping sender = translatable(error, quoted) ? mappings.sender(quoted) : null;
        if (sender == null || !IcmpTranslation.toV6(error)) {
            IcmpErrors.drop(error, gate);
            return;
        }
        error.source(true, prefixHigh, prefixLow | error.srcLow, 0);
        toSender(error, quoted, sender);
        gate.inward(error, sender.id);
    }

    private void errorFromInside(Packet error, Packet quoted, Gate gate) {
        Mapping receiver =
                translatable(error, quoted) && isTranslated(quoted.srcHigh, quoted.srcLow)
                        ? mappings.about(quoted)
                        : null;
        if (receiver == null) {
            IcmpErrors.drop(error, gate);
            return;
        }
        if (mappings.isOutside(quoted.srcLow & IPV4)) {
            errorTurnsBack(error, quoted, receiver, gate);
            return;
        }
        if (!IcmpTranslation.toV4(error)) {
            IcmpErrors.drop(error, gate);
            return;
        }
        boolean ping = quoted.protocol == Protocol.ICMP;
        if (ping) {
            IcmpTranslation.toV4(quoted);
        }
        quoted.source(false, 0, quoted.srcLow & IPV4, ping ? receiver.outsidePort : quoted.srcPort);
        quoted.destination(0, receiver.address.low, receiver.outsidePort);
        error.source(false, 0, receiver.address.low, 0);
        error.destination(0, quoted.srcLow, 0);
        headerToV4(error);
        gate.outward(error, receiver.id);
    }

    /** About a packet that had turned back: it goes the same way. */
    private void errorTurnsBack(Packet error, Packet quoted, Mapping receiver, Gate gate) {
        Mapping sender = mappings.byOutside(quoted.protocol, quoted.srcLow & IPV4, quoted.srcPort);
        if (sender == null) {
            IcmpErrors.drop(error, gate);
            return;
        }
        quoted.source(true, sender.insideHigh, sender.insideLow, sender.insidePort);
        quoted.destination(prefixHigh, prefixLow | receiver.address.low, receiver.outsidePort);
        error.source(true, prefixHigh, prefixLow | receiver.address.low, 0);
        error.destination(sender.insideHigh, sender.insideLow, 0);
        gate.inward(error, sender.id);
    }

    private boolean translatable(Packet error, Packet quoted) {
        return icmpErrors && IcmpErrors.isSound(error, quoted);
    }

    private void toSender(Packet error, Packet quoted, Mapping sender) {
        boolean ping = quoted.protocol == Protocol.ICMP;
        if (ping) {
            IcmpTranslation.toV6(quoted);
        }
        quoted.source(true, sender.insideHigh, sender.insideLow, sender.insidePort);
        quoted.destination(
                prefixHigh, prefixLow | quoted.dstLow, ping ? sender.insidePort : quoted.dstPort);
        error.destination(sender.insideHigh, sender.insideLow, 0);
    }

    // ---- time

    @Override
    public void expire(long now, Gate gate) {
        if (now >= mappings.nextExpiry()) {
            mappings.expire(now);
        }
    }

    @Override
    public long nextExpiry() {
        return mappings.nextExpiry();
    }

    @Override
    public void reboot(long now, Gate gate) {
        mappings.reboot(now);
    }

    @Override
    public void changeAddress(long now, IpAddress from, IpAddress to) {
        mappings.changeAddress(now, from, to);
    }
}
