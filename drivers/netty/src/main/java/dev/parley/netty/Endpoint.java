package dev.parley.netty;

import dev.parley.core.TransportAddress;

/** The two ends of a connection, and whether it is encrypted. */
record Endpoint(TransportAddress remote, TransportAddress local, boolean secure) {}
