package dev.parley.stun;

/**
 * Attribute types, with their RFC and the shape of their value. They are plain numbers because
 * messages carry types that nobody here has heard of.
 */
public final class StunAttributeType {
    // RFC 8489, comprehension-required
    /** Address, {@link StunReader#address}. */
    public static final int MAPPED_ADDRESS = 0x0001;

    /** Text of less than 509 bytes. */
    public static final int USERNAME = 0x0006;

    /** HMAC-SHA1, 20 bytes. */
    public static final int MESSAGE_INTEGRITY = 0x0008;

    /** Code and phrase, {@link StunReader#errorCode}. */
    public static final int ERROR_CODE = 0x0009;

    /** List of 16-bit types, {@link StunReader#unknownAttributes}. */
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;

    /** Text of at most 763 bytes. */
    public static final int REALM = 0x0014;

    /** Text of at most 763 bytes. */
    public static final int NONCE = 0x0015;

    /** HMAC-SHA256, 16 to 32 bytes. */
    public static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;

    /** One {@link PasswordAlgorithm}. */
    public static final int PASSWORD_ALGORITHM = 0x001D;

    /** 32 bytes, {@link UserHash}. */
    public static final int USERHASH = 0x001E;

    /** XORed address, {@link StunReader#xorAddress}. */
    public static final int XOR_MAPPED_ADDRESS = 0x0020;

    // RFC 8489, comprehension-optional
    /** List of {@link PasswordAlgorithm}. */
    public static final int PASSWORD_ALGORITHMS = 0x8002;

    /** Text of at most 255 bytes. */
    public static final int ALTERNATE_DOMAIN = 0x8003;

    /** Text of at most 763 bytes. */
    public static final int SOFTWARE = 0x8022;

    /** Address. */
    public static final int ALTERNATE_SERVER = 0x8023;

    /** CRC-32 of the message, 4 bytes, last. */
    public static final int FINGERPRINT = 0x8028;

    // RFC 8656 (TURN)
    /** 16 bits and 16 reserved ones, {@link StunReader#u16}. */
    public static final int CHANNEL_NUMBER = 0x000C;

    /** Seconds, 32 bits. */
    public static final int LIFETIME = 0x000D;

    /** XORed address. */
    public static final int XOR_PEER_ADDRESS = 0x0012;

    /** Bytes. */
    public static final int DATA = 0x0013;

    /** XORed address. */
    public static final int XOR_RELAYED_ADDRESS = 0x0016;

    /** {@link AddressFamily} in 8 bits and 24 reserved ones, {@link StunReader#u8}. */
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;

    /** One byte; the top bit asks for the next port too. */
    public static final int EVEN_PORT = 0x0018;

    /** IP protocol number (17 is UDP) in 8 bits and 24 reserved ones. */
    public static final int REQUESTED_TRANSPORT = 0x0019;

    /** Empty. */
    public static final int DONT_FRAGMENT = 0x001A;

    /** 8 bytes. */
    public static final int RESERVATION_TOKEN = 0x0022;

    /** Like {@link #REQUESTED_ADDRESS_FAMILY}. */
    public static final int ADDITIONAL_ADDRESS_FAMILY = 0x8000;

    /** {@link AddressErrorCode}. */
    public static final int ADDRESS_ERROR_CODE = 0x8001;

    /** {@link IcmpError}. */
    public static final int ICMP = 0x8004;

    // RFC 6062 (TURN with TCP relays) and RFC 8016 (mobility)
    /** 32 bits. */
    public static final int CONNECTION_ID = 0x002A;

    /** Bytes. */
    public static final int MOBILITY_TICKET = 0x8030;

    // RFC 5780 (NAT behaviour discovery)
    /** 32 bits: 4 asks for an answer from another address, 2 from another port. */
    public static final int CHANGE_REQUEST = 0x0003;

    /** Bytes without a meaning. */
    public static final int PADDING = 0x0026;

    /** 16 bits and 16 reserved ones. */
    public static final int RESPONSE_PORT = 0x0027;

    /** Seconds, 32 bits. */
    public static final int CACHE_TIMEOUT = 0x8027;

    /** Address. */
    public static final int RESPONSE_ORIGIN = 0x802B;

    /** Address. */
    public static final int OTHER_ADDRESS = 0x802C;

    // RFC 8445 (ICE)
    /** 32 bits. */
    public static final int PRIORITY = 0x0024;

    /** Empty. */
    public static final int USE_CANDIDATE = 0x0025;

    /** Tie-breaker, 64 bits. */
    public static final int ICE_CONTROLLED = 0x8029;

    /** Tie-breaker, 64 bits. */
    public static final int ICE_CONTROLLING = 0x802A;

    private StunAttributeType() {}

    /**
     * Whether a receiver that does not know the type must refuse the message (types below 0x8000)
     * rather than skip the attribute.
     */
    public static boolean isComprehensionRequired(int type) {
        return type < 0x8000;
    }

    /** The name as the RFCs write it, or the number in hexadecimal. */
    public static String name(int type) {
        return switch (type) {
            case MAPPED_ADDRESS -> "MAPPED-ADDRESS";
            case CHANGE_REQUEST -> "CHANGE-REQUEST";
            case USERNAME -> "USERNAME";
            case MESSAGE_INTEGRITY -> "MESSAGE-INTEGRITY";
            case ERROR_CODE -> "ERROR-CODE";
            case UNKNOWN_ATTRIBUTES -> "UNKNOWN-ATTRIBUTES";
            case CHANNEL_NUMBER -> "CHANNEL-NUMBER";
            case LIFETIME -> "LIFETIME";
            case XOR_PEER_ADDRESS -> "XOR-PEER-ADDRESS";
            case DATA -> "DATA";
            case REALM -> "REALM";
            case NONCE -> "NONCE";
            case XOR_RELAYED_ADDRESS -> "XOR-RELAYED-ADDRESS";
            case REQUESTED_ADDRESS_FAMILY -> "REQUESTED-ADDRESS-FAMILY";
            case EVEN_PORT -> "EVEN-PORT";
            case REQUESTED_TRANSPORT -> "REQUESTED-TRANSPORT";
            case DONT_FRAGMENT -> "DONT-FRAGMENT";
            case MESSAGE_INTEGRITY_SHA256 -> "MESSAGE-INTEGRITY-SHA256";
            case PASSWORD_ALGORITHM -> "PASSWORD-ALGORITHM";
            case USERHASH -> "USERHASH";
            case XOR_MAPPED_ADDRESS -> "XOR-MAPPED-ADDRESS";
            case RESERVATION_TOKEN -> "RESERVATION-TOKEN";
            case PRIORITY -> "PRIORITY";
            case USE_CANDIDATE -> "USE-CANDIDATE";
            case PADDING -> "PADDING";
            case RESPONSE_PORT -> "RESPONSE-PORT";
            case CONNECTION_ID -> "CONNECTION-ID";
            case ADDITIONAL_ADDRESS_FAMILY -> "ADDITIONAL-ADDRESS-FAMILY";
            case ADDRESS_ERROR_CODE -> "ADDRESS-ERROR-CODE";
            case PASSWORD_ALGORITHMS -> "PASSWORD-ALGORITHMS";
            case ALTERNATE_DOMAIN -> "ALTERNATE-DOMAIN";
            case ICMP -> "ICMP";
            case SOFTWARE -> "SOFTWARE";
            case ALTERNATE_SERVER -> "ALTERNATE-SERVER";
            case CACHE_TIMEOUT -> "CACHE-TIMEOUT";
            case FINGERPRINT -> "FINGERPRINT";
            case ICE_CONTROLLED -> "ICE-CONTROLLED";
            case ICE_CONTROLLING -> "ICE-CONTROLLING";
            case RESPONSE_ORIGIN -> "RESPONSE-ORIGIN";
            case OTHER_ADDRESS -> "OTHER-ADDRESS";
            case MOBILITY_TICKET -> "MOBILITY-TICKET";
            default -> "0x" + Integer.toHexString(type);
        };
    }

    /** The most bytes that a text may have. DEVIATION: its characters are not counted, too. */
    static int maxTextBytes(int type) {
        return switch (type) {
            case USERNAME -> 508;
            case ALTERNATE_DOMAIN -> 255;
            default -> 763; // REALM, NONCE, SOFTWARE, the phrase of ERROR-CODE: 127 characters
        };
    }
}
