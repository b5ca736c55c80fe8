package dev.parley.udp;

import dev.parley.core.PassedBytes;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread that runs one {@link ProtocolCore} on real sockets.
 *
 * <p>It reads the clock once per turn, offers each batch to the {@link DatagramTap}, hands the rest
 * to the core one by one, and after each input takes what the core wants to send, its commands and
 * its events, then arms one timer. What a core sends upon the datagrams of one batch leaves when
 * all of them are dealt with. Other threads reach the core only through {@link #execute}.
 *
 * <p>An exception of the core, of its event sink or of a task is a bug of ours: it is logged once,
 * counted, and the loop goes on.
 *
 * @param <E> the core's event type
 */
public final class EventLoop<E> implements AutoCloseable {
    private final UdpDriver driver;
    private final Paths paths;
    private final ProtocolCore<E> core;
    private final DatagramTap tap;
    private final Consumer<? super E> events;

    private final Tally tally = new Tally();
    private final BugLog bugs;
    private final Sockets sockets;
    private final Streams streams;
    private final StreamCommands streamCommands;
    private final Transmitter transmitter;
    private final LoopTimer timer;
    private final TaskQueue tasks = new TaskQueue();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicLong queuedBytes = new AtomicLong(); // of streams
    private final Thread thread;

    private final byte[] input = new byte[DatagramBatch.MAX_DATAGRAM_BYTES];
    private final UdpDriver.BatchHandler receiver = this::received; // made once, not each turn
    private final Queue<Runnable> moves = new ArrayDeque<>(); // of streams that leave
    private List<Runnable> running = new ArrayList<>();
    private long now = System.nanoTime();
    private boolean clockRead;
    private boolean started;
    private boolean output; // whether the core put anything out since this was cleared

    /**
     * Makes a loop that does not run yet.
     *
     * @param name of the thread
     * @param paths the table that {@code core} also has
     * @param events gets the core's events on the loop's thread; must not block
     */
    public EventLoop(
            String name,
            UdpDriver driver,
            Paths paths,
            ProtocolCore<E> core,
            DatagramTap tap,
            Consumer<? super E> events) {
        this.driver = driver;
        this.paths = paths;
        this.core = core;
        this.tap = tap;
        this.events = events;
        bugs = new BugLog(name, tally);
        sockets = new Sockets(driver, paths);
        streams = new Streams(paths, sockets, tally);
        streamCommands = new StreamCommands(this, sockets, streams);
        transmitter = new Transmitter(core, paths, sockets, streams, tally);
        timer = new LoopTimer(core, bugs);
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Opens a listening socket; before {@link #start} or on the loop's thread. */
    public UdpSocket bind(TransportAddress local, UdpOptions options) throws IOException {
        return sockets.open(local, options);
    }

    /** Gives the core the means to relay TCP; before {@link #start}. */
    public void relayStreamsBy(StreamSockets factory) {
        streamCommands.use(factory);
    }

    public void start() {
        started = true;
        thread.start();
    }

    /** Whether the caller is on the loop's thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Nanoseconds at the beginning of this turn; on the loop's thread. */
    public long now() {
        return now;
    }

    /**
     * Runs a task on the loop's thread, then drains the core. From any thread; dropped when closed.
     */
    public void execute(Runnable task) {
        if (tasks.add(task) == TaskQueue.Added.FIRST && !inLoop()) {
            driver.wakeup();
        }
    }

    /** The same, with an answer; fails with IllegalStateException when closed. */
    public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> task) {
        Call<T> call = new Call<>(task);
        switch (tasks.add(call)) {
            case FIRST -> driver.wakeup();
            case BEHIND_OTHERS -> {}
            case REFUSED -> call.refuse();
        }
        return call.answer();
    }

    /** The open socket of this number, or null; on the loop's thread. */
    public @Nullable UdpSocket socket(int id) {
        return sockets.get(id);
    }

    /** Gives the core a stream; what arrives goes into the inlet. From any thread. */
    public StreamInlet attach(StreamPort port) {
        return attach(port, _ -> {});
    }

    /**
     * The same.
     *
     * @param opened gets its path, {@link Paths#NONE} when there was no room; on the loop's thread
     */
    LoopStream attach(StreamPort port, IntConsumer opened) {
        LoopStream stream = new LoopStream(this, port);
        execute(() -> {
            streamOpened(stream);
            opened.accept(stream.path());
        });
        return stream;
    }

    /** A snapshot, from any thread; each figure is right, together they may be a turn apart. */
    public LoopCounters counters() {
        return tally.snapshot(driver.receiveErrors());
    }

    /**
     * Sends what the core still has to send, closes streams and sockets, and ends the thread. Waits
     * for that unless called on the loop's thread. A second call only waits.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true) && !started) {
            end();
            return;
        }
        driver.wakeup();
        if (!inLoop()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the loop ends by itself
            }
        }
    }

    private void run() {
        try {
            drain();
            while (!closing.get()) {
                turn();
            }
            runTasks();
        } catch (IOException | RuntimeException e) {
            bugs.ended(e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        long wait = tasks.isEmpty() ? timer.waitNanos(System.nanoTime()) : 0;
        clockRead = false;
        driver.poll(wait, receiver);
        readClock();
        tally.add(Tally.Count.WAKEUPS, 1);
        runTasks();
        if (timer.isDue(now)) {
            timeout();
        }
    }

    /** Once per turn, after the wait. */
    private void readClock() {
        if (!clockRead) {
            now = System.nanoTime();
            clockRead = true;
        }
    }

    private void received(UdpSocket socket, DatagramBatch batch) {
        readClock();
        tally.add(Tally.Count.PACKETS_IN, batch.count());
        try {
            tap.offer(now, socket, batch);
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
        long bytes = 0;
        int taken = 0;
        for (int i = 0; i < batch.count(); i++) {
            bytes += batch.length(i);
            taken += batch.isTaken(i) ? 1 : 0;
        }
        tally.add(Tally.Count.BYTES_IN, bytes);
        tally.add(Tally.Count.PACKETS_TAPPED, taken);
        if (taken == batch.count()) {
            return;
        }
        for (int i = 0; i < batch.count(); i++) {
            if (!batch.isTaken(i) && socket.isOpen()) { // the core may have closed it meanwhile
                receive(socket, batch, i);
            }
        }
        finish(); // answers of one batch leave together
    }

    /**
     * Takes what the core has to give. On the loop's thread, for a tap that gave the core something
     * by itself; after an input or a task the loop does so anyway.
     */
    public void flush() {
        drain();
    }

    private void receive(UdpSocket socket, DatagramBatch batch, int i) {
        int path = intern(socket, batch, i);
        if (path == Paths.NONE) {
            finish(); // strangers of this batch hold paths until then
            path = intern(socket, batch, i);
        }
        if (path == Paths.NONE) {
            tally.add(Tally.Count.PATH_DROPS, 1);
            return;
        }
        batch.memory().read(batch.offset(i), input, 0, batch.length(i));
        try {
            core.receive(now, path, input, 0, batch.length(i));
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
        take();
    }

    private int intern(UdpSocket socket, DatagramBatch batch, int i) {
        return paths.intern(
                socket.id(),
                batch.v6(i),
                batch.high(i),
                batch.low(i),
                batch.port(i),
                Transport.UDP);
    }

    private void timeout() {
        long before = core.nextTimeout();
        try {
            core.onTimeout(now);
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
        output = false;
        drain();
        timer.fired(now, before, output);
    }

    private void runTasks() {
        running = tasks.takeAll(running);
        for (int i = 0; i < running.size(); i++) { // without an iterator in each turn
            try {
                running.get(i).run();
            } catch (RuntimeException | Error e) {
                bugs.bug(e);
            }
            drain();
        }
        running.clear();
    }

    private void streamOpened(LoopStream stream) {
        int path = streams.intern(stream.port());
        if (path == Paths.NONE) {
            tally.add(Tally.Count.PATH_DROPS, 1);
            stream.port().close();
            return;
        }
        LoopStream before = streams.get(path);
        if (before != null) { // its end was not reported yet, but its addresses are in use anew
            streamClosed(before);
            drain();
            path = streams.intern(stream.port());
        }
        stream.path(path);
        streams.attach(path, stream);
    }

    /**
     * Gives a stream to another loop: what arrives from now on, and what waits here, goes there. On
     * the loop's thread, from inside a call of the core, which has forgotten the path already: the
     * stream goes once everything has left that the core still had for it.
     *
     * @param unused given away: what comes before all of that
     */
    public void move(int path, EventLoop<?> to, byte[] unused) {
        LoopStream stream = streams.get(path);
        if (stream != null) {
            moves.add(() -> {
                if (stream.path() == path) { // it was not closed meanwhile
                    stream.path(Paths.NONE);
                    streams.detach(path);
                    stream.move(to.attach(stream.port(), _ -> {}), unused);
                }
            });
        }
    }

    void streamBytes(LoopStream stream, byte[] bytes) {
        if (stream.path() != Paths.NONE) {
            tally.add(Tally.Count.STREAM_BYTES_IN, bytes.length);
            core.receiveStream(now, stream.path(), bytes, 0, bytes.length);
        }
    }

    /** Returns how long to wait before more of them, in nanoseconds. */
    long streamPassed(PassedBytes passed, int from, int bytes) {
        tally.add(Tally.Count.STREAM_BYTES_IN, bytes);
        tally.add(Tally.Count.STREAM_BYTES_OUT, bytes);
        return passed.passed(now, from, bytes);
    }

    void streamClosed(LoopStream stream) {
        int path = stream.path();
        if (path != Paths.NONE) {
            stream.path(Paths.NONE);
            LoopStream other = stream.part();
            streams.detach(path);
            core.onResult(now, new SocketResult.PathClosed(path));
            if (other != null) {
                closeStream(other);
            }
        }
    }

    /**
     * Counts bytes of streams that wait in memory, or their end; from any thread.
     *
     * @return how many there are of all streams
     */
    long queued(long bytes) {
        return queuedBytes.addAndGet(bytes);
    }

    /** Closes a stream of which the core does not know yet that it ends. */
    void closeStream(LoopStream stream) {
        stream.port().close();
        streamClosed(stream);
    }

    /** Gives the core an answer, or what became of a stream. */
    void answer(SocketResult result) {
        core.onResult(now, result);
    }

    /** Takes everything the core has to give, sends it, then forgets paths that nobody kept. */
    private void drain() {
        take();
        finish();
    }

    /** Takes everything the core has to give; datagrams leave by the next {@link #finish}. */
    private void take() {
        try {
            for (boolean more = true; more; ) {
                more = false;
                output |= transmitter.collect(now);
                for (SocketCommand command; (command = core.pollCommand()) != null; more = true) {
                    transmitter.flush(); // it may close what they leave by
                    perform(command);
                }
                for (E event; (event = core.pollEvent()) != null; more = true) {
                    transmitter.flush(); // whoever hears of it may count on them
                    tell(event);
                }
                output |= more;
            }
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
        for (Runnable move; (move = moves.poll()) != null; ) {
            move.run();
        }
    }

    private void finish() {
        try {
            transmitter.flush();
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
        paths.sweep();
    }

    /** A sink that throws must not keep back what the core still has to send. */
    private void tell(E event) {
        try {
            events.accept(event);
        } catch (RuntimeException | Error e) {
            bugs.bug(e);
        }
    }

    private void perform(SocketCommand command) {
        switch (command) {
            case SocketCommand.OpenUdp open -> core.onResult(now, open(open));
            case SocketCommand.StreamCommand stream -> streamCommands.perform(stream);
            case SocketCommand.CloseSocket(int socket) -> {
                if (!streamCommands.close(socket)) {
                    sockets.close(socket);
                }
            }
            case SocketCommand.ClosePath(int path) -> {
                LoopStream stream = streams.get(path);
                if (stream != null) {
                    stream.path(Paths.NONE);
                    stream.part();
                    streams.detach(path);
                    stream.port().close();
                }
            }
        }
    }

    private SocketResult open(SocketCommand.OpenUdp open) {
        try {
            UdpOptions options = open.forMany() ? UdpOptions.LISTENER : UdpOptions.SINGLE;
            UdpSocket socket = sockets.open(open.local(), options);
            return new SocketResult.Opened(open.request(), socket.id(), socket.local());
        } catch (IOException e) {
            return new SocketResult.Failed(open.request(), Sockets.reason(open.local(), e));
        }
    }

    private void end() {
        for (Runnable task : tasks.close()) {
            if (task instanceof Call<?> call) {
                call.refuse();
            }
        }
        drain();
        streamCommands.closeAll();
        streams.closeAll();
        driver.close();
    }
}
