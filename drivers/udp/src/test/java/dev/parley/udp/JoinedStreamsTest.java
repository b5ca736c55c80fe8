package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.PassedBytes;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Streams that a core relays: opened by command, and joined to each other. */
final class JoinedStreamsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final FakePort left = new FakePort("198.51.100.7:40000");
    private final FakePort right = new FakePort("203.0.113.9:80");
    private final AtomicLong passed = new AtomicLong();

    private static void join(
            LoopFixture fixture, StreamInlet left, StreamInlet right, AtomicLong passed)
            throws Exception {
        join(
                fixture,
                left,
                right,
                (_, _, bytes) -> {
                    passed.addAndGet(bytes);
                    return 0;
                });
    }

    private static void join(
            LoopFixture fixture, StreamInlet left, StreamInlet right, PassedBytes tally)
            throws Exception {
        fixture.onLoop(() ->
                fixture.core.commands.add(
                        new SocketCommand.JoinPaths(
                                left.path(),
                                right.path(),
                                "head ".getBytes(StandardCharsets.US_ASCII),
                                tally)));
        fixture.onLoop(() -> {});
    }

    @Test
    void passWhatTheOtherGets() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            StreamInlet one = fixture.loop.attach(left);
            StreamInlet two = fixture.loop.attach(right);
            join(fixture, one, two, passed);
            one.bytes(HELLO, 0, 5);
            two.bytes(HELLO, 0, 2);
            Await.until(() -> right.written().equals("head hello") && left.written().equals("he"));
            fixture.onLoop(() -> assertThat(passed).hasValue(7));
        }
    }

    @Test
    void oneThatReadsSlowlyPausesTheOther() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            StreamInlet one = fixture.loop.attach(left);
            StreamInlet two = fixture.loop.attach(right);
            join(fixture, one, two, passed);
            right.slow();
            byte[] chunk = new byte[10_000];
            for (int sent = 0; sent <= 130_000; sent += chunk.length) {
                one.bytes(chunk, 0, chunk.length);
            }
            Await.until(() -> right.waiting() == 14);
            assertThat(left.isPaused()).isTrue();
            assertThat(right.isPaused()).as("the other way is free").isFalse();
            right.read();
            Await.until(() -> !left.isPaused());
        }
    }

    @Test
    void oneThatIsOverItsRateIsReadLater() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            StreamInlet one = fixture.loop.attach(left);
            StreamInlet two = fixture.loop.attach(right);
            AtomicLong wait = new AtomicLong(TimeUnit.HOURS.toNanos(1));
            join(fixture, one, two, (_, _, _) -> wait.get());
            byte[] chunk = new byte[10_000];
            for (int sent = 0; sent <= 130_000; sent += chunk.length) {
                one.bytes(chunk, 0, chunk.length);
            }
            Await.until(() -> right.written().length() >= 140_000);
            Await.until(() -> fixture.loop.queued(0) == 0); // what has passed crowds nobody
            assertThat(left.isPaused()).as("although all is sent").isTrue();
            wait.set(TimeUnit.MILLISECONDS.toNanos(20));
            for (int sent = 0; sent <= 130_000; sent += chunk.length) {
                two.bytes(chunk, 0, chunk.length);
            }
            Await.until(() -> left.written().length() == 140_000);
            Await.until(() -> !right.isPaused());
            assertThat(left.isPaused()).isTrue();
        }
    }

    @Test
    void endTogetherAndTheCoreIsToldOfBoth() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            StreamInlet one = fixture.loop.attach(left);
            StreamInlet two = fixture.loop.attach(right);
            join(fixture, one, two, passed);
            one.bytes(HELLO, 0, 5);
            one.closed();
            Await.until(right::isClosed);
            assertThat(right.written()).isEqualTo("head hello");
            assertThat(fixture.nextEvent()).isEqualTo("closed 198.51.100.7:40000");
            assertThat(fixture.nextEvent()).isEqualTo("closed 203.0.113.9:80");
            two.bytes(HELLO, 0, 5);
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isZero());
            assertThat(left.written()).isEmpty();
        }
    }

    @Test
    void oneThatIsGoneAlreadyEndsTheOther() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            StreamInlet one = fixture.loop.attach(left);
            fixture.loop.attach(right);
            AtomicInteger path = new AtomicInteger();
            fixture.onLoop(() -> path.set(one.path()));
            one.closed();
            assertThat(fixture.nextEvent()).isEqualTo("closed 198.51.100.7:40000");
            StreamInlet other = fixture.loop.attach(new FakePort("203.0.113.9:81"));
            fixture.onLoop(() ->
                    fixture.core.commands.add(
                            new SocketCommand.JoinPaths(
                                    200, other.path(), new byte[0], (_, _, _) -> 0)));
            assertThat(fixture.nextEvent()).isEqualTo("closed 203.0.113.9:81");
        }
    }

    @Test
    void commandsThatNobodyCanPerformAreRefused() throws Exception {
        try (LoopFixture fixture = new LoopFixture(UdpBackend.NIO)) {
            TransportAddress local = TransportAddress.parse("127.0.0.1:21499");
            fixture.onLoop(() -> {
                fixture.core.commands.add(new SocketCommand.OpenTcp(1, local));
                fixture.core.commands.add(new SocketCommand.ConnectTcp(2, local, local, 1));
            });
            assertThat(fixture.nextEvent())
                    .isEqualTo("failed 1 " + SocketResult.Reason.NO_RESOURCES);
            assertThat(fixture.nextEvent())
                    .isEqualTo("failed 2 " + SocketResult.Reason.NO_RESOURCES);
        }
    }
}
