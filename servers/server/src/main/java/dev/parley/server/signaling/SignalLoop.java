package dev.parley.server.signaling;

import dev.parley.core.Deadlines;
import dev.parley.core.WallClock;
import dev.parley.netty.WebSocketSession;
import dev.parley.signal.IceServer;
import dev.parley.signal.IceServers;
import dev.parley.signal.SignalCounters;
import dev.parley.signal.SignalOutput;
import dev.parley.signal.SignalServer;
import dev.parley.udp.SecureRandomSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the core: takes what the network threads hand in, lets the core work,
 * and sends what it says. It never blocks but to wait for the next task or deadline.
 */
final class SignalLoop {
    /** Close code when messages come faster than they can be handled, and for faults of ours. */
    static final int OVERLOADED = 1011;

    private static final Logger LOG = LoggerFactory.getLogger(SignalLoop.class);
    private static final int MOST_WAITING = 50_000;
    private static final long MOST_WAITING_CHARACTERS = 64L << 20;
    private static final int BATCH = 256;
    private static final long NOBODY = -1;

    private IceServerPlan plan;
    private TurnRestCredentials credentials;
    private final WallClock clock;
    private final SignalServer core;
    private final Thread thread = new Thread(this::run, "parley-signaling");
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingCharacters = new AtomicLong();
    private final Map<Long, Client> clients = new HashMap<>();
    private volatile SignalingGauges gauges = new SignalingGauges(0, 0, 0);
    private volatile boolean stopped;

    /** What the owner is asked to do. */
    sealed interface Task {

        record Opened(long id, WebSocketSession session, String host) implements Task {}

        record Said(long id, Decoded what, int characters) implements Task {}

        record Ended(long id) implements Task {}

        record Reconfigure(SignalingOptions options) implements Task {}

        record Drain(String reason, CountDownLatch done) implements Task {}

        /** Wakes the owner, to see that it shall stop. */
        record Wake() implements Task {}
    }

    private record Client(WebSocketSession session, String host) {}

    SignalLoop(SignalingOptions options, WallClock clock) {
        plan = options.ice();
        credentials = options.credentials();
        this.clock = clock;
        core =
                new SignalServer(
                        options.rooms(),
                        options.tokenKey(),
                        this::issue,
                        new SecureRandomSource(),
                        clock);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** For what must not be lost; there are at most two of these for a connection. */
    void post(Task task) {
        tasks.add(task);
    }

    /** For messages; false when too many wait already. */
    boolean offer(Task.Said said) {
        int messages = waiting.incrementAndGet();
        long characters = waitingCharacters.addAndGet(said.characters());
        if (messages > MOST_WAITING || characters > MOST_WAITING_CHARACTERS) {
            taken(said);
            return false;
        }
        tasks.add(said);
        return true;
    }

    private void taken(Task.Said said) {
        waiting.decrementAndGet();
        waitingCharacters.addAndGet(-said.characters());
    }

    SignalCounters counters() {
        return core.counters();
    }

    SignalingGauges gauges() {
        return gauges;
    }

    void drain(String reason, Duration patience) {
        CountDownLatch done = new CountDownLatch(1);
        if (stopped) {
            return;
        }
        tasks.add(new Task.Drain(reason, done));
        try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Signaling did not drain within {} s.", patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(Duration patience) {
        stopped = true;
        tasks.add(new Task.Wake());
        try {
            if (!thread.join(patience)) {
                LOG.warn("Signaling did not stop within {} s.", patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Task> batch = new ArrayList<>(BATCH);
        while (!stopped) {
            await(batch);
            for (Task task : batch) {
                handle(System.nanoTime(), task);
                flush();
            }
            batch.clear();
            guarded(NOBODY, () -> core.onTimeout(System.nanoTime()));
            flush();
            gauges =
                    new SignalingGauges(core.connectionCount(), core.roomCount(), core.peerCount());
        }
    }

    private void await(List<Task> batch) {
        long deadline = core.nextTimeout();
        try {
            Task first =
                    deadline == Deadlines.NONE
                            ? tasks.take()
                            : tasks.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                tasks.drainTo(batch, BATCH - 1);
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void handle(long now, Task task) {
        switch (task) {
            case Task.Opened(long id, WebSocketSession session, String host) -> {
                clients.put(id, new Client(session, host));
                guarded(id, () -> core.connected(now, id, session.remote().ip()));
            }
            case Task.Said said -> {
                taken(said);
                guarded(said.id(), () -> tell(now, said));
            }
            case Task.Ended(long id) -> {
                clients.remove(id);
                guarded(id, () -> core.closed(now, id));
            }
            case Task.Reconfigure(SignalingOptions options) -> {
                plan = options.ice();
                credentials = options.credentials();
                core.reconfigure(now, options.rooms());
            }
            case Task.Drain(String reason, CountDownLatch done) -> {
                core.drain(now, reason);
                flush();
                done.countDown();
            }
            case Task.Wake() -> {}
        }
    }

    private void tell(long now, Task.Said said) {
        switch (said.what()) {
            case Decoded.Ok(var message) -> core.receive(now, said.id(), message);
            case Decoded.Bad(var why) -> core.malformed(now, said.id(), why);
        }
    }

    /** A fault of ours ends the one connection that met it, not the server. */
    private void guarded(long id, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A fault in signaling ended connection {}.", id, e);
            Client client = clients.get(id);
            if (client != null) {
                client.session().close(OVERLOADED, "fault");
            }
        }
    }

    /** Sends what the core has to say; how much there is, is known before anybody hears of it. */
    private void flush() {
        SignalingGauges now =
                new SignalingGauges(core.connectionCount(), core.roomCount(), core.peerCount());
        if (!now.equals(gauges)) {
            gauges = now;
        }
        for (SignalOutput output; (output = core.pollOutput()) != null; ) {
            Client client = clients.get(output.connection());
            if (client == null) {
                continue; // it has ended meanwhile, and the core will hear of it
            }
            switch (output) {
                case SignalOutput.Send(long id, var message) ->
                        client.session().send(SignalCodec.encode(message));
                case SignalOutput.Close(long id, var code) ->
                        client.session().close(code.status(), code.reason());
            }
        }
    }

    private IceServers issue(long now, long connection, String peer) {
        Client client = clients.get(connection);
        String host = client == null ? "localhost" : client.host();
        List<IceServer> servers = new ArrayList<>(2);
        List<String> stun = plan.stunUrls(host);
        if (!stun.isEmpty()) {
            servers.add(new IceServer(stun, null, null));
        }
        List<String> turn = plan.turnUrls(host);
        if (!turn.isEmpty()) {
            TurnRestCredentials.Credential credential =
                    credentials.issue(clock.epochSeconds(now), peer);
            servers.add(new IceServer(turn, credential.username(), credential.password()));
        }
        return new IceServers(servers, credentials.ttlSeconds());
    }
}
