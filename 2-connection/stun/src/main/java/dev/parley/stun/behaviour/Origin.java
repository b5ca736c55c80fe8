package dev.parley.stun.behaviour;

import dev.parley.core.TransportAddress;

/**
 * A listening socket of a server, from which answers may leave.
 *
 * @param socket the driver's number of it, as paths carry it
 * @param address what the world calls it: the public address where a 1:1 NAT stands in front
 */
public record Origin(int socket, TransportAddress address) {}
