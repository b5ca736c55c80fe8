package dev.parley.udp;

/**
 * A remote address in the form that one kind of driver sends to fastest. Made once by {@link
 * UdpDriver#destination} and kept by whoever sends there often; used with that driver only.
 */
public interface Destination {}
