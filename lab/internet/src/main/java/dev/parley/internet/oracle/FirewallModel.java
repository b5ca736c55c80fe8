package dev.parley.internet.oracle;

import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import java.util.ArrayList;
import java.util.List;

/** A firewall by its definition: what the inside sent to. */
final class FirewallModel {
    private record Sent(Endpoint inside, Endpoint remote) {}

    private final Firewall rules;
    private final List<Sent> sent = new ArrayList<>();

    FirewallModel(Firewall rules) {
        this.rules = rules;
    }

    boolean udpOutbound(Endpoint inside, Endpoint remote) {
        sent.add(new Sent(inside, remote));
        return rules.udp();
    }

    boolean udpInbound(Endpoint remote, Endpoint inside) {
        Dependence inbound = rules.inbound();
        if (!rules.udp() || inbound == null) {
            return rules.udp();
        }
        return sent.stream()
                .filter(one -> one.inside.equals(inside))
                .anyMatch(one ->
                        switch (inbound) {
                            case ENDPOINT_INDEPENDENT -> true;
                            case ADDRESS_DEPENDENT -> one.remote.ip().equals(remote.ip());
                            case ADDRESS_AND_PORT_DEPENDENT -> one.remote.equals(remote);
                        });
    }
}
