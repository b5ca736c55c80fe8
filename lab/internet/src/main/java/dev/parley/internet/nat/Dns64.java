package dev.parley.internet.nat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.util.List;

/**
 * What a name server beside a NAT64 answers: RFC 6147. Machines that speak only IPv6 find IPv4
 * servers by the addresses it makes up.
 *
 * @param prefix the one of the NAT64
 */
public record Dns64(IpPrefix prefix) {

    /**
     * The AAAA records for a name: those it has, or else one made from each A record.
     *
     * @param found the addresses of the name, of both families
     */
    public List<IpAddress> answer(List<IpAddress> found) {
        List<IpAddress> real = found.stream().filter(IpAddress::v6).toList();
        return real.isEmpty() ? found.stream().map(this::synthesize).toList() : real;
    }

    /** The IPv6 address by which an IPv4 one is reached. */
    public IpAddress synthesize(IpAddress ipv4) {
        return PrefixEmbedding.embed(prefix, ipv4);
    }
}
