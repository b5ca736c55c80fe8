package dev.parley.stun;

/** The four classes of a STUN message, RFC 8489 section 5. */
public enum StunClass {
    REQUEST(0x000),
    INDICATION(0x010),
    SUCCESS(0x100),
    ERROR(0x110);

    private static final StunClass[] BY_BITS = values();

    /** The class bits C1 and C0 where they stand in the message type. */
    private final int typeBits;

    StunClass(int typeBits) {
        this.typeBits = typeBits;
    }

    /** The first 16 bits of a message of this class. */
    public int messageType(int method) {
        return typeBits | (method & 0xF80) << 2 | (method & 0x70) << 1 | (method & 0xF);
    }

    /** The class inside a message type. */
    public static StunClass of(int messageType) {
        return BY_BITS[(messageType >> 7 & 2) | (messageType >> 4 & 1)];
    }

    /**
     * Whether what begins with these 16 bits can be a request: the first two bits are 0, and so are
     * those of the class.
     */
    public static boolean isRequest(int first16Bits) {
        return (first16Bits & 0xC110) == 0;
    }
}
