package dev.parley.turn;

import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;

/**
 * What an Allocate asks for, checked as RFC 8656 section 7.2 orders.
 *
 * @param error the code to refuse it with; 0 when all is well
 * @param tcp whether peers shall be reached by TCP, RFC 6062
 * @param family of {@link AddressFamily}; 0 when none was named
 * @param both whether one relay of each family is wanted
 * @param hasToken whether a reserved port is asked for, by {@code token}
 * @param lifetime in seconds; -1 when none was named
 * @param mobile whether a ticket is asked for, RFC 8016
 */
record AllocateWish(
        int error,
        boolean tcp,
        int family,
        boolean both,
        PortWish port,
        boolean hasToken,
        long token,
        long lifetime,
        boolean mobile) {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int RESERVE_NEXT = 0x80;

    static AllocateWish read(StunReader request) {
        int error = check(request);
        if (error != 0) {
            return new AllocateWish(error, false, 0, false, PortWish.ANY, false, 0, 0, false);
        }
        int family = request.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY);
        return new AllocateWish(
                0,
                request.u8(StunAttributeType.REQUESTED_TRANSPORT) == TCP,
                family == StunReader.ABSENT ? 0 : family,
                request.has(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY),
                port(request),
                request.has(StunAttributeType.RESERVATION_TOKEN),
                request.u64(StunAttributeType.RESERVATION_TOKEN, 0),
                request.u32(StunAttributeType.LIFETIME),
                request.has(StunAttributeType.MOBILITY_TICKET));
    }

    private static int check(StunReader request) {
        int transport = request.u8(StunAttributeType.REQUESTED_TRANSPORT);
        if (transport == StunReader.ABSENT) {
            return StunErrorCode.BAD_REQUEST;
        }
        if (transport != UDP && transport != TCP) {
            return StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL;
        }
        if (transport == TCP && wantsWhatUdpHas(request)) {
            return StunErrorCode.BAD_REQUEST;
        }
        boolean token = request.has(StunAttributeType.RESERVATION_TOKEN);
        boolean evenPort = request.has(StunAttributeType.EVEN_PORT);
        boolean family = request.has(StunAttributeType.REQUESTED_ADDRESS_FAMILY);
        boolean additional = request.has(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY);
        if ((token && (evenPort || family || additional))
                || (additional && (family || port(request) == PortWish.EVEN_AND_NEXT))
                || isMalformed(request, token, evenPort)) {
            return StunErrorCode.BAD_REQUEST;
        }
        if (additional
                && request.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY) != AddressFamily.IPV6) {
            return StunErrorCode.BAD_REQUEST;
        }
        if (family) {
            int wanted = request.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY);
            if (wanted != AddressFamily.IPV4 && wanted != AddressFamily.IPV6) {
                return StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED;
            }
        }
        return 0;
    }

    /** RFC 6062 section 5.1. */
    private static boolean wantsWhatUdpHas(StunReader request) {
        return request.has(StunAttributeType.EVEN_PORT)
                || request.has(StunAttributeType.DONT_FRAGMENT)
                || request.has(StunAttributeType.RESERVATION_TOKEN);
    }

    private static boolean isMalformed(StunReader request, boolean token, boolean evenPort) {
        return (token
                        && request.valueLength(request.find(StunAttributeType.RESERVATION_TOKEN))
                                != Long.BYTES)
                || (evenPort && request.u8(StunAttributeType.EVEN_PORT) == StunReader.ABSENT)
                || (request.has(StunAttributeType.LIFETIME)
                        && request.u32(StunAttributeType.LIFETIME) == StunReader.ABSENT)
                || (request.has(StunAttributeType.MOBILITY_TICKET)
                        && request.valueLength(request.find(StunAttributeType.MOBILITY_TICKET))
                                != 0);
    }

    private static PortWish port(StunReader request) {
        int evenPort = request.u8(StunAttributeType.EVEN_PORT);
        if (evenPort == StunReader.ABSENT) {
            return PortWish.ANY;
        }
        return (evenPort & RESERVE_NEXT) != 0 ? PortWish.EVEN_AND_NEXT : PortWish.EVEN;
    }
}
