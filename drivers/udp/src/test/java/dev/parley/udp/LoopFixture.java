package dev.parley.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.core.Paths;
import dev.parley.core.TransportAddress;
import dev.parley.udp.linux.LinuxDriver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running loop with a {@link ScriptedCore} and one listening socket on the loopback address. */
final class LoopFixture implements AutoCloseable {
    static final int WAIT_SECONDS = 10;

    final Paths paths;
    final ScriptedCore core;
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final EventLoop<String> loop;
    final UdpSocket listener;

    LoopFixture(UdpBackend backend) throws IOException {
        this(backend, new Paths(256));
    }

    LoopFixture(UdpBackend backend, Paths paths) throws IOException {
        this(backend, DatagramTap.NONE, paths);
    }

    LoopFixture(UdpBackend backend, DatagramTap tap) throws IOException {
        this(backend, tap, new Paths(256));
    }

    private LoopFixture(UdpBackend backend, DatagramTap tap, Paths paths) throws IOException {
        this.paths = paths;
        core = new ScriptedCore(paths);
        assumeTrue(backend == UdpBackend.NIO || LinuxDriver.whyNot() == null, LinuxDriver::whyNot);
        loop = new EventLoop<>("test loop", backend.open(), paths, core, tap, events::add);
        listener = loop.bind(TransportAddress.parse("127.0.0.1:0"), UdpOptions.SINGLE);
        loop.start();
    }

    /** Runs a task on the loop and waits for it. */
    void onLoop(Runnable task) throws InterruptedException, ExecutionException, TimeoutException {
        loop.call(
                        () -> {
                            task.run();
                            return "done";
                        })
                .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    String nextEvent() throws InterruptedException {
        String event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event within %d s", WAIT_SECONDS).isNotNull();
        return event;
    }

    static DatagramSocket client() throws IOException {
        DatagramSocket socket =
                new DatagramSocket(TransportAddress.parse("127.0.0.1:0").toInetSocketAddress());
        socket.setSoTimeout(WAIT_SECONDS * 1000);
        return socket;
    }

    void send(DatagramSocket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, listener.local().toInetSocketAddress()));
    }

    static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        loop.close();
    }
}
