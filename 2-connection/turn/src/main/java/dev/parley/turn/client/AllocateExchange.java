package dev.parley.turn.client;

import dev.parley.core.TransportAddress;
import dev.parley.stun.AddressFamily;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Allocate, RFC 8656 section 7. */
final class AllocateExchange implements Exchange {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int MAX_RELAYS = 2;

    /** What a server gives that does not say, RFC 8656 section 3.2. */
    private static final long DEFAULT_LIFETIME_SECONDS = 600;

    private final TurnClientConfig config;
    private final Allocation allocation;
    private boolean dontFragment;
    private boolean mobile;

    AllocateExchange(TurnClientConfig config, Allocation allocation) {
        this.config = config;
        this.allocation = allocation;
        dontFragment = config.dontFragment();
        mobile = config.mobility();
    }

    @Override
    public int method() {
        return StunMethod.ALLOCATE;
    }

    @Override
    public void write(StunWriter request) {
        request.u8(StunAttributeType.REQUESTED_TRANSPORT, config.tcpRelay() ? TCP : UDP);
        if (config.lifetimeSeconds() > 0) {
            request.u32(StunAttributeType.LIFETIME, config.lifetimeSeconds());
        }
        switch (config.family()) {
            case UNSPECIFIED -> {}
            case IPV4 -> request.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, AddressFamily.IPV4);
            case IPV6 -> request.u8(StunAttributeType.REQUESTED_ADDRESS_FAMILY, AddressFamily.IPV6);
            case BOTH ->
                    request.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, AddressFamily.IPV6);
        }
        switch (config.port()) {
            case RelayPort.Any() -> {}
            case RelayPort.Even(boolean reserveNext) -> request.evenPort(reserveNext);
            case RelayPort.Reserved(long token) ->
                    request.u64(StunAttributeType.RESERVATION_TOKEN, token);
        }
        if (dontFragment) {
            request.flag(StunAttributeType.DONT_FRAGMENT);
        }
        if (mobile) {
            request.flag(StunAttributeType.MOBILITY_TICKET);
        }
    }

    @Override
    public boolean isWanted() {
        return !allocation.isClosing();
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        List<TransportAddress> relayed = relayed(response);
        TransportAddress mapped = response.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS);
        long lifetime = response.u32(StunAttributeType.LIFETIME);
        if (lifetime == StunReader.ABSENT) {
            lifetime = DEFAULT_LIFETIME_SECONDS;
        }
        if (relayed.isEmpty() || mapped == null || lifetime == 0) {
            allocation.refused(TurnFailure.NOT_UNDERSTOOD, 0);
            return;
        }
        Long token =
                response.has(StunAttributeType.RESERVATION_TOKEN)
                        ? response.u64(StunAttributeType.RESERVATION_TOKEN, 0)
                        : null;
        allocation.allocated(
                now,
                askedAt,
                new TurnClientEvent.Allocated(
                        relayed, mapped, lifetime, response.addressErrorCode(), token),
                mobile ? response.bytes(StunAttributeType.MOBILITY_TICKET) : null);
    }

    /** The addresses, IPv4 first; none when one of them is malformed. */
    private static List<TransportAddress> relayed(StunReader response) {
        List<TransportAddress> relayed = new ArrayList<>(MAX_RELAYS);
        for (int i = 0; i < response.attributeCount(); i++) {
            if (response.attributeType(i) == StunAttributeType.XOR_RELAYED_ADDRESS) {
                TransportAddress address = response.xorAddressAt(i);
                if (address == null || address.port() == 0 || relayed.size() == MAX_RELAYS) {
                    return List.of();
                }
                relayed.add(address);
            }
        }
        relayed.sort(Comparator.comparing(address -> address.ip().v6()));
        return List.copyOf(relayed);
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        if (response != null && code == StunErrorCode.TRY_ALTERNATE) {
            TransportAddress other = response.address(StunAttributeType.ALTERNATE_SERVER);
            if (other != null) {
                allocation.redirected(other, response.text(StunAttributeType.ALTERNATE_DOMAIN));
                return;
            }
        }
        if (response != null
                && code == StunErrorCode.UNKNOWN_ATTRIBUTE
                && dontFragment
                && isWanted()
                && names(response.unknownAttributes(), StunAttributeType.DONT_FRAGMENT)) {
            dontFragment = false; // a server that cannot set DF; the allocation matters more
            allocation.ask(now, this);
            return;
        }
        if (code == StunErrorCode.MOBILITY_FORBIDDEN && mobile && isWanted()) {
            mobile = false; // the allocation matters more
            allocation.ask(now, this);
            return;
        }
        allocation.refused(failure, code);
    }

    private static boolean names(int[] types, int wanted) {
        return Arrays.stream(types).anyMatch(type -> type == wanted);
    }

    /** Whether the server knows the DF bit, as far as we were told. */
    boolean dontFragment() {
        return dontFragment;
    }
}
