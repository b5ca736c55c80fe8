package dev.parley.udp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = {"LINUX", "NIO"})
final class EventLoopStreamTest {
    private final UdpBackend backend;

    EventLoopStreamTest(UdpBackend backend) {
        this.backend = backend;
    }

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @Test
    void carriesBytesInAndOut() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            inlet.bytes(HELLO, 0, 2);
            inlet.bytes(HELLO, 2, 3);
            Await.until(() -> port.written().equals("hello"));
            assertThat(fixture.loop.counters().streamBytesIn()).isEqualTo(5);
            assertThat(fixture.loop.counters().streamBytesOut()).isEqualTo(5);
        }
    }

    @Test
    void namesThePathForACoreThatSpeaksFirst() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            StreamInlet inlet = fixture.loop.attach(new FakePort("198.51.100.7:40000"));
            fixture.onLoop(() -> assertThat(inlet.path()).isEqualTo(pathOf(fixture)));
            inlet.closed();
            fixture.onLoop(() -> assertThat(inlet.path()).isEqualTo(Paths.NONE));
        }
    }

    @Test
    void tellsTheCoreThatAStreamEndedAndForgetsIt() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            StreamInlet inlet = fixture.loop.attach(new FakePort("198.51.100.7:40000"));
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isEqualTo(1));
            inlet.closed();
            assertThat(fixture.nextEvent()).isEqualTo("closed 198.51.100.7:40000");
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isZero());
        }
    }

    @Test
    void closesAStreamByCommandAndTakesNothingMoreFromIt() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            fixture.onLoop(
                    () -> fixture.core.commands.add(new SocketCommand.ClosePath(pathOf(fixture))));
            Await.until(port::isClosed);
            inlet.bytes(HELLO, 0, 5);
            inlet.closed();
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isZero());
            assertThat(port.written()).isEmpty();
            assertThat(fixture.events).isEmpty();
        }
    }

    private static int pathOf(LoopFixture fixture) {
        for (int socket = 0; socket < 8; socket++) {
            TransportAddress remote = TransportAddress.parse("198.51.100.7:40000");
            int path =
                    fixture.paths.find(
                            socket,
                            false,
                            remote.ip().high(),
                            remote.ip().low(),
                            remote.port(),
                            Transport.TCP);
            if (path >= 0) {
                return path;
            }
        }
        throw new AssertionError("no path");
    }

    @Test
    void aStreamMovesOnceWhatWasStillToBeSaidHasLeft() throws Exception {
        try (LoopFixture from = new LoopFixture(backend);
                LoopFixture to = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = from.loop.attach(port);
            from.onLoop(() -> {
                from.core.transmits.offer(pathOf(from), HELLO, 0, 5); // an answer that waits
                from.loop.move(pathOf(from), to.loop, new byte[] {'1'});
            });
            inlet.bytes(new byte[] {'2'}, 0, 1);
            Await.until(() -> port.written().length() == 7);
            assertThat(port.written()).isEqualTo("hello12");
            assertThat(from.loop.counters().streamDrops()).isZero();
            from.onLoop(() -> assertThat(from.paths.size()).isZero());
            inlet.closed();
            assertThat(to.nextEvent()).isEqualTo("closed 198.51.100.7:40000");
            assertThat(from.events).isEmpty();
        }
    }

    @Test
    void aStreamThatIsClosedInTheSameTurnDoesNotMove() throws Exception {
        try (LoopFixture from = new LoopFixture(backend);
                LoopFixture to = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            from.loop.attach(port);
            from.onLoop(() -> {
                from.loop.move(pathOf(from), to.loop, HELLO);
                from.core.commands.add(new SocketCommand.ClosePath(pathOf(from)));
            });
            Await.until(port::isClosed);
            to.onLoop(() -> assertThat(to.paths.size()).isZero());
            assertThat(port.written()).isEmpty();
        }
    }

    @Test
    void endsTheOldStreamWhenItsAddressesComeBack() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            StreamInlet old = fixture.loop.attach(new FakePort("198.51.100.7:40000"));
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            assertThat(fixture.nextEvent()).isEqualTo("closed 198.51.100.7:40000");
            old.closed();
            inlet.bytes(HELLO, 0, 5);
            Await.until(() -> port.written().equals("hello"));
            assertThat(fixture.events).isEmpty();
        }
    }

    @Test
    void pausesTheSenderWhileTheLoopIsBehind() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            CountDownLatch leave = new CountDownLatch(1);
            fixture.loop.execute(() -> {
                try {
                    assertThat(leave.await(10, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] chunk = new byte[10_000];
            for (int sent = 0; sent <= 130_000; sent += chunk.length) {
                inlet.bytes(chunk, 0, chunk.length);
            }
            assertThat(port.isPaused()).isTrue();
            leave.countDown();
            Await.until(() -> !port.isPaused());
        }
    }

    @Test
    void countsWhatManySmallChunksCost() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            CountDownLatch leave = new CountDownLatch(1);
            fixture.loop.execute(() -> {
                try {
                    assertThat(leave.await(10, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 2_000; i++) {
                inlet.bytes(HELLO, 0, 1);
            }
            assertThat(port.isPaused()).isTrue();
            leave.countDown();
            Await.until(() -> !port.isPaused());
        }
    }

    @Test
    void cutsAStreamThatIgnoresThePause() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            StreamInlet inlet = fixture.loop.attach(port);
            CountDownLatch leave = new CountDownLatch(1);
            fixture.loop.execute(() -> {
                try {
                    assertThat(leave.await(10, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] chunk = new byte[100_000];
            for (int i = 0; i < 11; i++) {
                inlet.bytes(chunk, 0, chunk.length);
            }
            assertThat(port.isClosed()).isTrue();
            leave.countDown();
        }
    }

    @Test
    void countsWhatAStreamDoesNotTake() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            FakePort port = new FakePort("198.51.100.7:40000");
            port.refuseWrites();
            fixture.loop.attach(port).bytes(HELLO, 0, 5);
            Await.until(() -> fixture.loop.counters().streamDrops() == 1);
        }
    }
}
