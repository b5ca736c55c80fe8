package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.internet.DropReason;
import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;
import dev.parley.internet.Protocol;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NAT of IPv4, in any of the behaviours of RFC 4787, 5382 and 5508. IPv6 passes as it is. What
 * comes is whole, or a first fragment: {@link FragmentTracker} sees to the others.
 *
 * <p>The row it names for a packet from inside is the mapping; for one from outside the permission
 * or connection that let it in, or the mapping where anybody may send.
 */
final class Translator implements Middlebox {
    private final Hairpinning hairpinning;
    private final boolean icmpErrors;
    private final DropReason filtered;
    private final Mappings mappings;
    private final Filter filter;
    private final boolean routesV6;

    Translator(
            NatBehaviour behaviour,
            List<IpAddress> outside,
            RandomSource random,
            RowNumbers numbers,
            Ledger ledger) {
        hairpinning = behaviour.hairpinning();
        icmpErrors = behaviour.icmpErrors();
        filtered = filteredBy(behaviour.filtering());
        mappings = new Mappings(behaviour, outside, false, random, numbers, ledger);
        filter = mappings.filter();
        routesV6 = outside.stream().anyMatch(IpAddress::v6);
    }

    /** What a packet is dropped for that such a filter does not let in. */
    static DropReason filteredBy(Dependence filtering) {
        return filtering == Dependence.ADDRESS_AND_PORT_DEPENDENT
                ? DropReason.FILTERED_BY_PORT
                : DropReason.FILTERED_BY_ADDRESS;
    }

    @Override
    public void outbound(long now, Packet packet, Gate gate) {
        expire(now, gate);
        if (packet.v6 || !mappings.isConnected()) {
            if (packet.v6 && routesV6) {
                gate.outward(packet, 0);
            } else {
                gate.drop(packet, DropReason.FAMILY, 0);
            }
            return;
        }
        Packet quoted = packet.quoted;
        if (quoted != null) {
            errorFromInside(packet, quoted, gate);
            return;
        }
        boolean hairpin = mappings.isOutside(packet.dstLow);
        DropReason refusal = refusal(packet, hairpin);
        Mapping mapping = refusal == null ? mappings.outbound(now, packet) : null;
        if (mapping == null) {
            gate.drop(packet, refusal == null ? mappings.refusal() : refusal, 0);
        } else if (hairpin) {
            turnBack(now, packet, mapping, gate);
        } else {
            source(packet, mapping);
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

    /** Why a packet from inside is not translated at all; null when it is. */
    private @Nullable DropReason refusal(Packet packet, boolean hairpin) {
        if (hairpin && hairpinning == Hairpinning.OFF) {
            return DropReason.NO_HAIRPIN;
        }
        if (packet.protocol != Protocol.ICMP) {
            return null;
        }
        if (packet.icmpType != Icmp.ECHO_REQUEST_V4) {
            return packet.icmpType == Icmp.ECHO_REPLY_V4
                    ? DropReason.NO_MAPPING // questions are not let in
                    : DropReason.ICMP_UNRELATED;
        }
        return hairpin ? DropReason.GATEWAY_INPUT : null;
    }

    /** From one inside machine to another by outside endpoints: RFC 4787 section 6. */
    private void turnBack(long now, Packet packet, Mapping sender, Gate gate) {
        Mapping receiver = mappings.byOutside(packet.protocol, packet.dstLow, packet.dstPort);
        if (receiver == null) {
            gate.drop(packet, DropReason.NO_MAPPING, 0);
            return;
        }
        if (hairpinning == Hairpinning.EXTERNAL_SOURCE) {
            source(packet, sender);
        }
        admit(now, packet, receiver, sender.address.low, sender.outsidePort, gate);
    }

    private void admit(
            long now, Packet packet, Mapping mapping, long fromLow, int fromPort, Gate gate) {
        int port = packet.protocol == Protocol.ICMP ? 0 : fromPort;
        int row = filter.received(now, mapping, false, 0, fromLow, port, packet);
        if (row < 0) {
            DropReason reason = row == Filter.FULL ? DropReason.TABLE_FULL : filtered;
            gate.drop(packet, reason, filter.nearest(mapping, 0, fromLow));
            return;
        }
        mappings.received(now, mapping, packet);
        packet.destination(mapping.insideHigh, mapping.insideLow, mapping.insidePort);
        if (packet.protocol == Protocol.ICMP) {
            packet.srcPort = mapping.insidePort;
        }
        gate.inward(packet, row);
    }

    /** Gives it the outside endpoint of its mapping. */
    private static void source(Packet packet, Mapping mapping) {
        packet.source(false, 0, mapping.address.low, mapping.outsidePort);
        if (packet.protocol == Protocol.ICMP) {
            packet.dstPort = mapping.outsidePort;
        }
    }

    // ---- ICMP errors: RFC 5508 section 4, RFC 4787 REQ-12. They refresh nothing.

    private void errorFromOutside(Packet error, Packet quoted, Gate gate) {
        Mapping sender = translatable(error, quoted) ? mappings.sender(quoted) : null;
        if (sender == null) {
            IcmpErrors.drop(error, gate);
            return;
        }
        toSender(error, quoted, sender);
        gate.inward(error, sender.id);
    }

    private void errorFromInside(Packet error, Packet quoted, Gate gate) {
        Mapping receiver = translatable(error, quoted) ? mappings.about(quoted) : null;
        if (receiver == null) {
            if (mappings.isOutside(error.srcLow) && mappings.isOutside(quoted.dstLow)) {
                gate.outward(error, 0); // of the gateway itself, about what it did not translate
            } else {
                IcmpErrors.drop(error, gate);
            }
            return;
        }
        quoted.destination(0, receiver.address.low, receiver.outsidePort);
        if (quoted.protocol == Protocol.ICMP) {
            quoted.srcPort = receiver.outsidePort;
        }
        error.source(false, 0, receiver.address.low, 0);
        if (!mappings.isOutside(error.dstLow)) {
            gate.outward(error, receiver.id);
            return;
        }
        Mapping sender = mappings.sender(quoted);
        if (sender == null) {
            IcmpErrors.drop(error, gate);
            return;
        }
        toSender(error, quoted, sender);
        gate.inward(error, sender.id);
    }

    private boolean translatable(Packet error, Packet quoted) {
        return icmpErrors && IcmpErrors.isSound(error, quoted);
    }

    private static void toSender(Packet error, Packet quoted, Mapping sender) {
        quoted.source(sender.v6, sender.insideHigh, sender.insideLow, sender.insidePort);
        if (quoted.protocol == Protocol.ICMP) {
            quoted.dstPort = sender.insidePort;
        }
        error.destination(sender.insideHigh, sender.insideLow, 0);
    }

    // ---- time

    @Override
    public boolean hairpins(IpAddress destination) {
        return hairpinning != Hairpinning.OFF
                && !destination.v6()
                && mappings.isOutside(destination.low());
    }

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
