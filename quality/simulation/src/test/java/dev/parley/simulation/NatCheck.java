package dev.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Program;
import dev.parley.stun.behaviour.NatDiscovery;
import dev.parley.stun.behaviour.NatDiscoveryEvent;
import dev.parley.stun.behaviour.NatDiscoveryOptions;
import dev.parley.stun.behaviour.NatReport;
import dev.parley.stun.behaviour.StunServer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Discovery of NAT behaviour on simulated hosts: server and client are the real cores. */
final class NatCheck {
    static final int PORT = 3478;
    static final int OTHER_PORT = 3479;

    private NatCheck() {}

    /** Serves it on the first two addresses of each family that a host has. */
    static void serve(Host host) {
        for (boolean v6 : new boolean[] {false, true}) {
            List<IpAddress> addresses =
                    host.addresses().stream().filter(address -> address.v6() == v6).toList();
            if (!addresses.isEmpty()) {
                IpAddress second = addresses.size() > 1 ? addresses.get(1) : null;
                host.run(sockets ->
                        new StunServer(
                                sockets.paths(), addresses.getFirst(), second, PORT, OTHER_PORT));
            }
        }
    }

    /** Runs one discovery to its end. */
    static NatReport of(Host host, IpAddress server) {
        return of(host, server, 0);
    }

    /** The same, the lifetime of a mapping included. */
    static NatReport of(Host host, IpAddress server, long lifetimeNanos) {
        Internet internet = host.internet();
        NatDiscoveryOptions options =
                new NatDiscoveryOptions(
                                new TransportAddress(server, PORT), host.address(server.v6()))
                        .withLifetimeNanos(lifetimeNanos);
        Program<NatDiscoveryEvent, NatDiscovery> check =
                host.run(sockets ->
                        new NatDiscovery(sockets.paths(), internet.random("check"), options));
        check.act((now, core) -> core.start(now));
        boolean ended =
                internet.runUntil(() -> finished(check.events()) != null, Internet.MAX_NANOS);
        assertThat(ended).as("the check ends").isTrue();
        return Objects.requireNonNull(finished(check.events()));
    }

    private static @Nullable NatReport finished(List<NatDiscoveryEvent> events) {
        return !events.isEmpty()
                        && events.getLast() instanceof NatDiscoveryEvent.Finished(NatReport report)
                ? report
                : null;
    }
}
