package dev.parley.server.signaling;

/**
 * How much there is at a moment.
 *
 * @param connections WebSockets
 * @param rooms with somebody in them
 * @param peers seats that are taken, by peers present or away
 */
public record SignalingGauges(int connections, int rooms, int peers) {}
