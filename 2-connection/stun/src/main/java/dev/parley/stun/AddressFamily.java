package dev.parley.stun;

/** The address family numbers of STUN and TURN attributes. */
public final class AddressFamily {
    public static final int IPV4 = 1;
    public static final int IPV6 = 2;

    private AddressFamily() {}
}
