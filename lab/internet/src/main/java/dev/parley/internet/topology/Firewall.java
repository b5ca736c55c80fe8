package dev.parley.internet.topology;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway lets pass, whatever it translates.
 *
 * @param udp whether UDP passes at all
 * @param tcpPorts the destination ports to which connections may be opened from inside; null for
 *     all
 * @param proxy the inside address of an HTTP CONNECT proxy that alone may open connections; null
 *     for none
 * @param inbound who may send from outside what nobody inside asked for: null for everybody (no
 *     filtering by state), else by whom the inside must have sent to first (RFC 6092; {@code
 *     ENDPOINT_INDEPENDENT} is "once it sent anything"). It holds for what a NAT translates too,
 *     which filters already
 * @param idleSeconds how long the firewall remembers that the inside sent UDP or ICMP. An open TCP
 *     connection stands for two hours and four minutes, one that opens or closes for four minutes
 *     (RFC 6092 REC-35)
 */
public record Firewall(
        boolean udp,
        @Nullable List<Integer> tcpPorts,
        @Nullable IpAddress proxy,
        @Nullable Dependence inbound,
        int idleSeconds) {

    /** Nothing is filtered. */
    public static final Firewall OPEN = new Firewall(true, null, null, null, 120);

    /** What home routers do for IPv6: answers only. */
    public static final Firewall STATEFUL =
            new Firewall(true, null, null, Dependence.ADDRESS_AND_PORT_DEPENDENT, 120);

    public Firewall {
        tcpPorts = tcpPorts == null ? null : List.copyOf(tcpPorts);
    }

    public Firewall withoutUdp() {
        return new Firewall(false, tcpPorts, proxy, inbound, idleSeconds);
    }

    public Firewall withTcpPorts(Integer... ports) {
        return new Firewall(udp, List.of(ports), proxy, inbound, idleSeconds);
    }

    public Firewall withProxy(IpAddress proxy) {
        return new Firewall(udp, tcpPorts, proxy, inbound, idleSeconds);
    }

    public Firewall withInbound(@Nullable Dependence inbound) {
        return new Firewall(udp, tcpPorts, proxy, inbound, idleSeconds);
    }
}
