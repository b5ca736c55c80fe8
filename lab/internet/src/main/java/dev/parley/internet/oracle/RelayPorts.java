package dev.parley.internet.oracle;

import java.util.List;

/**
 * Where a relay listens.
 *
 * @param machine the public machine that it runs on
 */
public record RelayPorts(String machine, List<Integer> udp, List<Integer> tcp, List<Integer> tls) {

    public RelayPorts {
        udp = List.copyOf(udp);
        tcp = List.copyOf(tcp);
        tls = List.copyOf(tls);
    }

    /** What a relay on one's own server has: the usual ports, and TLS on 443. */
    public static RelayPorts usual(String machine) {
        return new RelayPorts(machine, List.of(3478), List.of(3478), List.of(5349, 443));
    }
}
