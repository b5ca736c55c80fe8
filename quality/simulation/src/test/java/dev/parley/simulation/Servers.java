package dev.parley.simulation;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.proxy.HttpProxy;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.stun.BindingResponder;
import java.util.List;

/** Servers for simulated hosts, made of the real cores. */
final class Servers {
    private Servers() {}

    /** Answers Binding requests on that port. */
    static void stun(Host host, int port) {
        BindingResponder responder = new BindingResponder();
        byte[] answer = new byte[BindingResponder.MAX_RESPONSE_BYTES];
        UdpSocket.Receiver receiver =
                (now, socket, packet) -> {
                    TransportAddress from = packet.source();
                    int length =
                            responder.respond(packet.payload, 0, packet.length, from, answer, 0);
                    if (length > 0) {
                        socket.send(
                                packet.v6,
                                packet.srcHigh,
                                packet.srcLow,
                                packet.srcPort,
                                answer,
                                0,
                                length,
                                false);
                    }
                };
        host.addresses()
                .forEach(address -> host.open(new TransportAddress(address, port), receiver));
    }

    /** Runs a proxy on every machine that a firewall names as one. */
    static void proxies(Internet internet, List<Site> sites) {
        for (Site site : sites) {
            IpAddress proxy = site.gateway().firewall().proxy();
            for (Machine machine : site.machines()) {
                if (proxy != null && machine.addresses().contains(proxy)) {
                    HttpProxy.on(internet.host(machine.name()));
                }
            }
            proxies(internet, site.sites());
        }
    }
}
