package dev.parley.stun;

import java.util.Arrays;

/**
 * The attribute types somebody understands. A request with a comprehension-required attribute
 * outside of it is answered by 420, RFC 8489 section 6.3.1.
 */
public final class AttributeSet {
    /** What authentication, framing and Binding need, RFC 8489. */
    public static final AttributeSet STUN =
            of(
                    StunAttributeType.MAPPED_ADDRESS,
                    StunAttributeType.USERNAME,
                    StunAttributeType.MESSAGE_INTEGRITY,
                    StunAttributeType.ERROR_CODE,
                    StunAttributeType.UNKNOWN_ATTRIBUTES,
                    StunAttributeType.REALM,
                    StunAttributeType.NONCE,
                    StunAttributeType.MESSAGE_INTEGRITY_SHA256,
                    StunAttributeType.PASSWORD_ALGORITHM,
                    StunAttributeType.USERHASH,
                    StunAttributeType.XOR_MAPPED_ADDRESS);

    /** STUN and RFC 8656. */
    public static final AttributeSet TURN =
            STUN.plus(
                    StunAttributeType.CHANNEL_NUMBER,
                    StunAttributeType.LIFETIME,
                    StunAttributeType.XOR_PEER_ADDRESS,
                    StunAttributeType.DATA,
                    StunAttributeType.XOR_RELAYED_ADDRESS,
                    StunAttributeType.REQUESTED_ADDRESS_FAMILY,
                    StunAttributeType.EVEN_PORT,
                    StunAttributeType.REQUESTED_TRANSPORT,
                    StunAttributeType.DONT_FRAGMENT,
                    StunAttributeType.RESERVATION_TOKEN);

    /** TURN and RFC 6062. */
    public static final AttributeSet TURN_TCP = TURN.plus(StunAttributeType.CONNECTION_ID);

    /** STUN and RFC 8445. */
    public static final AttributeSet ICE =
            STUN.plus(StunAttributeType.PRIORITY, StunAttributeType.USE_CANDIDATE);

    private final int[] sorted;

    private AttributeSet(int[] sorted) {
        this.sorted = sorted;
    }

    public static AttributeSet of(int... types) {
        int[] sorted = types.clone();
        Arrays.sort(sorted);
        return new AttributeSet(sorted);
    }

    /** This set and the given types. */
    public AttributeSet plus(int... types) {
        int[] all = Arrays.copyOf(sorted, sorted.length + types.length);
        System.arraycopy(types, 0, all, sorted.length, types.length);
        return of(all);
    }

    public boolean contains(int type) {
        return Arrays.binarySearch(sorted, type) >= 0;
    }
}
