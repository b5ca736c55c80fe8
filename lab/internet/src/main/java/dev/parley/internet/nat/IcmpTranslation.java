package dev.parley.internet.nat;

import dev.parley.internet.Icmp;
import dev.parley.internet.Packet;

/** ICMP into ICMPv6 and back: RFC 7915 sections 4.2 and 5.2. What has no counterpart is dropped. */
final class IcmpTranslation {
    private static final int HEADERS_DIFFER_BYTES = 20;
    private static final int IPV6_MIN_MTU = 1280;

    // RFC 1191 section 7: what paths are likely to carry, for routers that do not say.
    private static final int[] PLATEAUS = {65_535, 32_000, 17_914, 8_166, 4_352, 2_002, 1_492};

    private static final int UNREACHABLE = 3;
    private static final int EXCEEDED = 11;
    private static final int UNREACHABLE_V6 = 1;
    private static final int TOO_BIG_V6 = 2;
    private static final int EXCEEDED_V6 = 3;
    private static final int PARAMETER_PROBLEM_V6 = 4;
    private static final int UNKNOWN_NEXT_HEADER = 1;

    private IcmpTranslation() {}

    /**
     * Changes type, code and MTU; addresses are another's business.
     *
     * @return false when it has no counterpart
     */
    static boolean toV6(Packet packet) {
        int type = packet.icmpType;
        int code = packet.icmpCode;
        if (type == Icmp.ECHO_REQUEST_V4) {
            return set(packet, Icmp.ECHO_REQUEST_V6, 0);
        }
        if (type == Icmp.ECHO_REPLY_V4) {
            return set(packet, Icmp.ECHO_REPLY_V6, 0);
        }
        if (type == EXCEEDED) {
            return set(packet, EXCEEDED_V6, code);
        }
        if (type != UNREACHABLE) {
            return false;
        }
        return switch (code) {
            case 0, 1, 5, 6, 7, 8, 11, 12 -> set(packet, UNREACHABLE_V6, 0);
            case 2 -> set(packet, PARAMETER_PROBLEM_V6, UNKNOWN_NEXT_HEADER);
            case 3 -> set(packet, UNREACHABLE_V6, 4);
            case 4 -> {
                packet.icmpMtu = mtuForV6(packet);
                yield set(packet, TOO_BIG_V6, 0);
            }
            case 9, 10, 13, 15 -> set(packet, UNREACHABLE_V6, 1);
            default -> false;
        };
    }

    /** The same the other way. */
    static boolean toV4(Packet packet) {
        int code = packet.icmpCode;
        return switch (packet.icmpType) {
            case Icmp.ECHO_REQUEST_V6 -> set(packet, Icmp.ECHO_REQUEST_V4, 0);
            case Icmp.ECHO_REPLY_V6 -> set(packet, Icmp.ECHO_REPLY_V4, 0);
            case EXCEEDED_V6 -> set(packet, EXCEEDED, code);
            case TOO_BIG_V6 -> {
                packet.icmpMtu = Math.max(0, packet.icmpMtu - HEADERS_DIFFER_BYTES);
                yield set(packet, UNREACHABLE, 4);
            }
            case UNREACHABLE_V6 ->
                    switch (code) {
                        case 0, 2, 3 -> set(packet, UNREACHABLE, 1);
                        case 1 -> set(packet, UNREACHABLE, 10);
                        case 4 -> set(packet, UNREACHABLE, 3);
                        default -> false;
                    };
            case PARAMETER_PROBLEM_V6 -> code == UNKNOWN_NEXT_HEADER && set(packet, UNREACHABLE, 2);
            default -> false;
        };
    }

    private static boolean set(Packet packet, int type, int code) {
        packet.icmpType = type;
        packet.icmpCode = code;
        return true;
    }

    /** Never less than IPv6 allows: smaller packets may be cut on the IPv4 side. */
    private static int mtuForV6(Packet packet) {
        int mtu = packet.icmpMtu;
        Packet quoted = packet.quoted;
        if (mtu == 0 && quoted != null) {
            int size = quoted.sizeBytes();
            for (int plateau : PLATEAUS) {
                if (plateau < size) {
                    mtu = plateau;
                    break;
                }
            }
        }
        return Math.max(IPV6_MIN_MTU, mtu + HEADERS_DIFFER_BYTES);
    }
}
