package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.netty.ListenerOptions;
import dev.parley.server.settings.Setting;
import java.io.IOException;
import java.util.List;

/**
 * A TCP listener that is to be opened.
 *
 * @param setting the option to name when that fails
 * @param addresses one listener on each
 * @param port the same on all of them; 0 for any free one
 * @param options asked for when it is opened: until then the classes behind them are not needed
 */
record Door(
        Endpoint.Kind kind,
        Setting<?> setting,
        List<IpAddress> addresses,
        int port,
        Options options) {

    /** Makes what a listener serves. */
    @FunctionalInterface
    interface Options {
        ListenerOptions make() throws IOException;
    }

    Door {
        addresses = List.copyOf(addresses);
    }

    /** Where it will be, when the port is known before. */
    List<TransportAddress> endpoints() {
        return addresses.stream().map(address -> new TransportAddress(address, port)).toList();
    }
}
