package dev.parley.stun;

/**
 * The methods of RFC 8489, RFC 8656 and RFC 6062: 12-bit numbers, since messages of methods we do
 * not know must be told apart too.
 */
public final class StunMethod {
    public static final int BINDING = 0x001;
    public static final int ALLOCATE = 0x003;
    public static final int REFRESH = 0x004;
    public static final int SEND = 0x006;
    public static final int DATA = 0x007;
    public static final int CREATE_PERMISSION = 0x008;
    public static final int CHANNEL_BIND = 0x009;
    public static final int CONNECT = 0x00A;
    public static final int CONNECTION_BIND = 0x00B;
    public static final int CONNECTION_ATTEMPT = 0x00C;

    /** The largest number a method can have. */
    public static final int MAX = 0xFFF;

    private StunMethod() {}

    /** The method inside a message type (the first 16 bits of a message). */
    public static int of(int messageType) {
        return (messageType >> 2 & 0xF80) | (messageType >> 1 & 0x70) | (messageType & 0xF);
    }

    /** The name as the RFCs write it, or the number in hexadecimal. */
    public static String name(int method) {
        return switch (method) {
            case BINDING -> "Binding";
            case ALLOCATE -> "Allocate";
            case REFRESH -> "Refresh";
            case SEND -> "Send";
            case DATA -> "Data";
            case CREATE_PERMISSION -> "CreatePermission";
            case CHANNEL_BIND -> "ChannelBind";
            case CONNECT -> "Connect";
            case CONNECTION_BIND -> "ConnectionBind";
            case CONNECTION_ATTEMPT -> "ConnectionAttempt";
            default -> "0x" + Integer.toHexString(method);
        };
    }
}
