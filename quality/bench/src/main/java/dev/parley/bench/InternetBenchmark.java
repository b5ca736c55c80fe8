package dev.parley.bench;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.UdpSocket;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.Topologies;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a packet costs in the simulated internet, from the socket of a host to that of another one:
 * four links, two NATs, and the core between them, nobody observing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InternetBenchmark {
    private static final int BURST = 64;

    /** Flows at a time: each has mappings of its own on both sides. */
    @Param({"1", "1000"})
    public int flows;

    @Param({"1200"})
    public int bytes;

    private Internet internet;
    private UdpSocket[] senders;
    private UdpSocket[] repliers;
    private TransportAddress[] origins;
    private TransportAddress[] receivers;
    private byte[] payload;
    private long received;
    private long refreshAt;
    private int next;

    @Setup
    public void set() {
        internet =
                Internet.of(
                        Topologies.twoHomes(
                                "bench",
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED),
                                new Nat.Rfc4787(NatBehaviour.PORT_RESTRICTED)),
                        1);
        payload = new byte[bytes];
        Host ana = internet.host("ana");
        Host ben = internet.host("ben");
        IpAddress homeA = internet.gateway("home-a").addresses().getFirst();
        IpAddress homeB = internet.gateway("home-b").addresses().getFirst();
        senders = new UdpSocket[flows];
        receivers = new TransportAddress[flows];
        repliers = new UdpSocket[flows];
        origins = new TransportAddress[flows];
        for (int i = 0; i < flows; i++) {
            int port = 10_000 + i;
            // Both routers keep ports, so each side knows where the other one is to be found.
            senders[i] = ana.open(port, (now, socket, packet) -> received++);
            receivers[i] = new TransportAddress(homeB, port);
            origins[i] = new TransportAddress(homeA, port);
            repliers[i] = ben.open(port, (now, socket, packet) -> received++);
            senders[i].send(receivers[i], payload);
        }
        refresh();
        internet.runUntil(1_000_000_000L);
    }

    /** The other side sends now and then, or its router would forget whom it let in. */
    private void refresh() {
        for (int i = 0; i < flows; i++) {
            repliers[i].send(origins[i], payload);
        }
        refreshAt = internet.now() + 100_000_000_000L;
    }

    /** Packets of a burst are 10 microseconds apart: some thousands are on their way. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long twoNats() {
        long before = received;
        if (internet.now() >= refreshAt) {
            refresh();
        }
        for (int i = 0; i < BURST; i++) {
            UdpSocket sender = senders[next];
            TransportAddress to = receivers[next];
            next = next + 1 == flows ? 0 : next + 1;
            IpAddress ip = to.ip();
            sender.send(ip.v6(), ip.high(), ip.low(), to.port(), payload, 0, bytes, false);
            internet.runUntil(internet.now() + 10_000);
        }
        if (received == before && internet.now() > 2_000_000_000L) {
            throw new IllegalStateException("nothing gets through");
        }
        return received;
    }
}
