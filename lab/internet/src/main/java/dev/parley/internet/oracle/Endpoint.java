package dev.parley.internet.oracle;

import dev.parley.core.IpAddress;

/** An address and a port; ports that a NAT lends are symbols, beyond all real ones. */
record Endpoint(IpAddress ip, int port) {}
