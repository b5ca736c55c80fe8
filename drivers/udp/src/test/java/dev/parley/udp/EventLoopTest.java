package dev.parley.udp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Paths;
import dev.parley.core.SocketCommand;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = {"LINUX", "NIO"})
final class EventLoopTest {
    private final UdpBackend backend;

    EventLoopTest(UdpBackend backend) {
        this.backend = backend;
    }

    @Test
    void echoesDatagramsAndForgetsStrangers() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            for (int i = 0; i < 100; i++) {
                fixture.send(client, "hello " + i);
                assertThat(LoopFixture.receive(client)).isEqualTo("hello " + i);
            }
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isZero());
            LoopCounters counters = fixture.loop.counters();
            assertThat(counters.packetsIn()).isEqualTo(100);
            assertThat(counters.packetsOut()).isEqualTo(100);
            assertThat(counters.bytesIn()).isEqualTo(counters.bytesOut()).isPositive();
            assertThat(counters.sendDrops()).isZero();
            assertThat(counters.bugs()).isZero();
        }
    }

    @Test
    void answersOfOneBatchReachEachSenderInOrder() throws Exception {
        List<DatagramSocket> clients = new ArrayList<>();
        try (LoopFixture fixture = new LoopFixture(backend)) {
            for (int c = 0; c < 40; c++) {
                clients.add(LoopFixture.client());
            }
            CountDownLatch sent = new CountDownLatch(1);
            fixture.loop.execute(() -> awaitQuietly(sent)); // so that all wait together
            for (int i = 0; i < 5; i++) {
                for (int c = 0; c < clients.size(); c++) {
                    fixture.send(clients.get(c), "answer " + "-".repeat(i % 2) + i + " of " + c);
                }
            }
            // Two in a row leave as a burst, behind what waits.
            fixture.send(clients.getFirst(), "one more");
            fixture.send(clients.getFirst(), "the last");
            sent.countDown();
            for (int c = 0; c < clients.size(); c++) {
                for (int i = 0; i < 5; i++) {
                    assertThat(LoopFixture.receive(clients.get(c)))
                            .isEqualTo("answer " + "-".repeat(i % 2) + i + " of " + c);
                }
            }
            assertThat(LoopFixture.receive(clients.getFirst())).isEqualTo("one more");
            assertThat(LoopFixture.receive(clients.getFirst())).isEqualTo("the last");
            fixture.onLoop(() -> assertThat(fixture.paths.size()).isZero());
            LoopCounters counters = fixture.loop.counters();
            assertThat(counters.packetsOut()).isEqualTo(202);
            assertThat(counters.bytesOut()).isEqualTo(counters.bytesIn());
            assertThat(counters.bugs()).isZero();
        } finally {
            clients.forEach(DatagramSocket::close);
        }
    }

    @Test
    void moreStrangersThanThereArePathsAreAnsweredAllTheSame() throws Exception {
        List<DatagramSocket> clients = new ArrayList<>();
        try (LoopFixture fixture = new LoopFixture(backend, new Paths(8))) {
            CountDownLatch sent = new CountDownLatch(1);
            fixture.loop.execute(() -> awaitQuietly(sent));
            for (int c = 0; c < 30; c++) {
                clients.add(LoopFixture.client());
                fixture.send(clients.get(c), "stranger " + c);
            }
            sent.countDown();
            for (int c = 0; c < 30; c++) {
                assertThat(LoopFixture.receive(clients.get(c))).isEqualTo("stranger " + c);
            }
            assertThat(fixture.loop.counters().pathDrops()).isZero();
        } finally {
            clients.forEach(DatagramSocket::close);
        }
    }

    @Test
    void firesTheTimerWhenItIsDueAndNotBefore() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            long begin = System.nanoTime();
            fixture.send(client, "timer 30");
            assertThat(fixture.nextEvent()).isEqualTo("timeout");
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000L);
            assertThat(fixture.loop.counters().timerSpins()).isZero();
        }
    }

    @Test
    void slowsDownATimerThatSpins() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            fixture.onLoop(() -> fixture.core.spin(fixture.loop.now()));
            Await.until(() -> fixture.loop.counters().timerSpins() >= 10);
            long turnsBefore = fixture.loop.counters().wakeups();
            long spinsBefore = fixture.loop.counters().timerSpins();
            Await.until(() -> fixture.loop.counters().timerSpins() >= spinsBefore + 20);
            assertThat(fixture.loop.counters().wakeups() - turnsBefore).isLessThan(200);
            fixture.send(client, "still there");
            assertThat(LoopFixture.receive(client)).isEqualTo("still there");
            fixture.onLoop(fixture.core::stopSpinning);
        }
    }

    @Test
    void opensAndClosesSocketsByCommand() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend)) {
            command(fixture, new SocketCommand.OpenUdp(1, TransportAddress.parse("127.0.0.1:0")));
            String[] opened = fixture.nextEvent().split(" ");
            assertThat(opened).startsWith("opened", "1");
            TransportAddress taken = TransportAddress.parse(opened[3]);
            assertThat(taken.port()).isPositive();

            command(fixture, new SocketCommand.OpenUdp(2, taken));
            assertThat(fixture.nextEvent()).isEqualTo("failed 2 PORT_IN_USE");

            command(fixture, new SocketCommand.OpenUdp(3, TransportAddress.parse("192.0.2.1:0")));
            assertThat(fixture.nextEvent()).isEqualTo("failed 3 ADDRESS_NOT_AVAILABLE");

            command(fixture, new SocketCommand.CloseSocket(Integer.parseInt(opened[2])));
            fixture.onLoop(
                    () -> assertThat(fixture.loop.socket(Integer.parseInt(opened[2]))).isNull());
            Await.until(() -> {
                command(fixture, new SocketCommand.OpenUdp(4, taken));
                return fixture.nextEvent().startsWith("opened 4");
            });
        }
    }

    private static void command(LoopFixture fixture, SocketCommand command) throws Exception {
        fixture.onLoop(() -> fixture.core.commands.add(command));
    }

    @Test
    void goesOnAfterSendingToAClosedPort() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            TransportAddress nobody;
            try (DatagramSocket gone = LoopFixture.client()) {
                nobody =
                        TransportAddress.of(
                                (java.net.InetSocketAddress) gone.getLocalSocketAddress());
            }
            for (int i = 0; i < 20; i++) {
                fixture.onLoop(() -> {
                    int path = fixture.paths.intern(fixture.listener.id(), nobody, Transport.UDP);
                    fixture.core.transmits.offer(path, new byte[100], 0, 100);
                });
                fixture.send(client, "alive " + i);
                assertThat(LoopFixture.receive(client)).isEqualTo("alive " + i);
            }
        }
    }

    @Test
    void goesOnAfterABugAndCountsIt() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            fixture.send(client, "boom");
            fixture.send(client, "boom");
            fixture.send(client, "after");
            assertThat(LoopFixture.receive(client)).isEqualTo("after");
            assertThat(fixture.loop.counters().bugs()).isEqualTo(2);
        }
    }

    @Test
    void sendsBurstsOfAnySizesInOrder() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            client.setReceiveBufferSize(4 << 20);
            int[] sizes = {100, 100, 100, 50, 100, 1200, 1200, 7, 60_000, 60_000, 1200, 1};
            fixture.onLoop(() -> {
                int path =
                        fixture.paths.intern(
                                fixture.listener.id(),
                                TransportAddress.of(
                                        (java.net.InetSocketAddress)
                                                client.getLocalSocketAddress()),
                                Transport.UDP);
                for (int i = 0; i < sizes.length; i++) {
                    byte[] bytes = new byte[sizes[i]];
                    java.util.Arrays.fill(bytes, (byte) ('a' + i));
                    assertThat(fixture.core.transmits.offer(path, bytes, 0, bytes.length)).isTrue();
                }
            });
            for (int i = 0; i < sizes.length; i++) {
                assertThat(LoopFixture.receive(client))
                        .isEqualTo(String.valueOf((char) ('a' + i)).repeat(sizes[i]));
            }
            fixture.onLoop(() -> {}); // behind the turn that sent and then counted
            assertThat(fixture.loop.counters().packetsOut()).isEqualTo(sizes.length);
        }
    }

    @Test
    void offersEachBatchToTheTapFirst() throws Exception {
        DatagramTap takesX =
                (now, socket, batch) -> {
                    for (int i = 0; i < batch.count(); i++) {
                        if (batch.memory().buffer().get(batch.offset(i)) == 'x') {
                            batch.take(i);
                        }
                    }
                };
        try (LoopFixture fixture = new LoopFixture(backend, takesX);
                DatagramSocket client = LoopFixture.client()) {
            for (String text : new String[] {"a", "x", "b", "x", "x", "c"}) {
                fixture.send(client, text);
            }
            assertThat(LoopFixture.receive(client)).isEqualTo("a");
            assertThat(LoopFixture.receive(client)).isEqualTo("b");
            assertThat(LoopFixture.receive(client)).isEqualTo("c");
            assertThat(fixture.loop.counters().packetsTapped()).isEqualTo(3);
        }
    }

    @Test
    void dropsWhatStrangersSendBeyondTheTableOfPaths() throws Exception {
        try (LoopFixture fixture = new LoopFixture(backend);
                DatagramSocket client = LoopFixture.client()) {
            fixture.onLoop(() -> {
                for (int port = 1; port <= 256; port++) {
                    TransportAddress other = TransportAddress.parse("192.0.2.1:" + port);
                    fixture.paths.retain(
                            fixture.paths.intern(fixture.listener.id(), other, Transport.UDP));
                }
            });
            fixture.send(client, "no room");
            Await.until(() -> fixture.loop.counters().pathDrops() == 1);
        }
    }

    @Test
    void sendsWhatIsQueuedBeforeItEnds() throws Exception {
        try (DatagramSocket client = LoopFixture.client()) {
            try (LoopFixture fixture = new LoopFixture(backend)) {
                CountDownLatch entered = new CountDownLatch(1);
                CountDownLatch leave = new CountDownLatch(1);
                fixture.loop.execute(() -> {
                    entered.countDown();
                    awaitQuietly(leave);
                    int path =
                            fixture.paths.intern(
                                    fixture.listener.id(),
                                    TransportAddress.of(
                                            (java.net.InetSocketAddress)
                                                    client.getLocalSocketAddress()),
                                    Transport.UDP);
                    fixture.core.transmits.offer(path, new byte[] {'z'}, 0, 1);
                    fixture.loop.close(); // from inside: must not wait for itself
                });
                assertThat(entered.await(10, SECONDS)).isTrue();
                leave.countDown();
            }
            assertThat(LoopFixture.receive(client)).isEqualTo("z");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesCallsOnceClosed() throws Exception {
        LoopFixture fixture = new LoopFixture(backend);
        fixture.close();
        fixture.close();
        assertThatThrownBy(() -> fixture.loop.call(() -> "x").get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        fixture.loop.execute(() -> {
            throw new AssertionError("must not run");
        });
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        for (int i = 0; i < 50; i++) {
            new LoopFixture(backend).close();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("test loop");
    }
}
