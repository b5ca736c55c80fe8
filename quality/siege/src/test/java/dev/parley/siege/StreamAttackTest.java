package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import dev.parley.core.TransportAddress;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks over TCP and TLS. What counts is the segment, held against a relayed message over the
 * same transport; or the connection, held against an honest one.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamAttackTest {
    private static final TransportAddress CLIENT = TransportAddress.parse("127.68.20.1:0");

    private final Scale scale = Scale.chosen();
    private final RandomSource random = RandomSource.seeded(Long.getLong("parley.seed", 1));
    private Siege siege;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        siege = new Siege(folder, scale, random);
    }

    @Test
    void aByteAtATimeOverTcp() throws IOException {
        slow("one byte at a time, TCP, 100 connections", this::tcp);
    }

    @Test
    void aByteAtATimeOverTls() throws IOException {
        slow("one byte at a time, TLS, 100 connections", this::tls);
    }

    private void slow(String name, StreamLoad.Connect connect) throws IOException {
        byte[] request;
        try (TurnSession writer = new TurnSession(tcp(CLIENT), random)) {
            request = writer.message(StunClass.REQUEST, StunMethod.ALLOCATE, TurnSession::udpRelay);
        }
        try (StreamLoad honest = new StreamLoad(connect, random)) {
            siege.judge(
                    siege.field()
                            .measure(
                                    name,
                                    scale.segmentsPerSecond(),
                                    honest,
                                    () ->
                                            new SlowStreams(
                                                    connect, request, scale.slowConnections())));
        }
    }

    @Test
    void whoNeverReadsOverTcp() throws IOException {
        neverReads("never reading, TCP", this::tcp);
    }

    @Test
    void whoNeverReadsOverTls() throws IOException {
        neverReads("never reading, TLS", this::tls);
    }

    /** Peers send at the rate of datagrams; what is relayed in the other direction costs less. */
    private void neverReads(String name, StreamLoad.Connect connect) throws IOException {
        siege.judge(
                siege.field()
                        .measure(
                                name,
                                () -> {
                                    TurnSession client =
                                            new TurnSession(connect.from(CLIENT), random);
                                    client.allocate();
                                    UdpLine peer =
                                            new UdpLine(
                                                    TransportAddress.parse("127.9.20.1:0"),
                                                    client.relayed());
                                    client.bind(0x4000, peer.local());
                                    return new Volley(
                                            List.of(peer),
                                            List.of(new byte[RelayedLoad.DATA_BYTES]),
                                            () -> {
                                                peer.close();
                                                client.close();
                                            });
                                }));
    }

    @Test
    void halfOfAClientHello() throws IOException {
        handshakes("TLS, half of a ClientHello", () -> Handshakes.halfOfHello(turns()));
    }

    @Test
    void aClientHelloAlone() throws IOException {
        handshakes("TLS, a ClientHello and no more", () -> Handshakes.helloAlone(turns()));
    }

    private void handshakes(String name, Field.Preparation preparation) throws IOException {
        try (HonestHandshakes honest = new HonestHandshakes(turns())) {
            siege.judge(
                    siege.field().measure(name, scale.handshakesPerSecond(), honest, preparation));
        }
    }

    private TransportAddress turns() {
        return siege.server().turns();
    }

    private StreamLine tcp(TransportAddress from) throws IOException {
        return StreamLine.tcp(from, siege.server().stun());
    }

    private StreamLine tls(TransportAddress from) throws IOException {
        return StreamLine.tls(from, turns());
    }

    @AfterAll
    void end() throws IOException {
        assertThat(siege.server().isAlive()).isTrue();
        siege.close();
    }
}
