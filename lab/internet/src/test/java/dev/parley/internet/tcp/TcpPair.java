package dev.parley.internet.tcp;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.util.List;

/** Ana and ben; ana's link is as wished, ben's delays by 10 ms each way. */
final class TcpPair {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    static final LinkDirection TEN_MILLIS = LinkDirection.delay(10 * MILLI);
    static final TransportAddress BEN = TransportAddress.parse("198.51.100.2:443");
    static final TransportAddress BEN_V6 = TransportAddress.parse("[2001:db8::2]:443");

    final Internet internet;
    final Host ana;
    final Host ben;

    TcpPair(LinkBehaviour link, long seed) {
        internet =
                Internet.of(
                        new Topology(
                                "pair",
                                List.of(
                                        machine("ana", 1, link),
                                        machine("ben", 2, LinkBehaviour.symmetric(TEN_MILLIS))),
                                List.of()),
                        seed);
        ana = internet.host("ana");
        ben = internet.host("ben");
    }

    static TcpPair plain() {
        return new TcpPair(LinkBehaviour.symmetric(TEN_MILLIS), 1);
    }

    private static Machine machine(String name, int number, LinkBehaviour link) {
        return new Machine(
                name,
                List.of(
                        IpAddress.parse("198.51.100." + number),
                        IpAddress.parse("2001:db8::" + number)),
                link);
    }

    byte[] random(String what, int length) {
        byte[] bytes = new byte[length];
        internet.random(what).nextBytes(bytes, 0, length);
        return bytes;
    }

    /** Lets ben listen and ana connect. */
    void connect(Talker ofAna, Talker ofBen) {
        ben.tcp().listen(443, (_, _) -> ofBen);
        ana.tcp().connect(BEN, ofAna);
    }
}
