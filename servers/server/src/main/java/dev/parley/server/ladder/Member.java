package dev.parley.server.ladder;

import dev.parley.netty.WebSocketSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One of the two of a pair. Any thread. */
final class Member {
    final String token;
    final Pair pair;
    private final LadderLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<String> polled = new ArrayDeque<>(); // guarded by lock, as all below
    private final Queue<String> awaited = new ArrayDeque<>();
    private @Nullable CompletableFuture<List<String>> waiting;
    private @Nullable WebSocketSession socket;
    private double credit;
    private long creditAtNanos;

    Member(String token, Pair pair, LadderLimits limits, long now) {
        this.token = token;
        this.pair = pair;
        this.limits = limits;
        credit = limits.burst();
        creditAtNanos = now;
    }

    /** Whether so many more messages of this member are within its rate. */
    boolean maySpeak(long now, int messages) {
        lock.lock();
        try {
            double earned = (now - creditAtNanos) * 1e-9 * limits.perSecond();
            credit = Math.min(limits.burst(), credit + earned);
            creditAtNanos = now;
            if (credit < messages) {
                return false;
            }
            credit -= messages;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a message where it will be asked for now and then. */
    void putPolled(String message) {
        lock.lock();
        try {
            put(polled, message);
        } finally {
            lock.unlock();
        }
    }

    /** Hands a message to whoever waits for it, or keeps it for the next who does. */
    void putAwaited(String message) {
        CompletableFuture<List<String>> waiter;
        lock.lock();
        try {
            waiter = waiting;
            waiting = null;
            if (waiter == null) {
                put(awaited, message);
            }
        } finally {
            lock.unlock();
        }
        if (waiter != null && !waiter.complete(List.of(message))) {
            putAwaited(message); // its time was over just now
        }
    }

    List<String> takePolled() {
        lock.lock();
        try {
            return drained(polled);
        } finally {
            lock.unlock();
        }
    }

    /** What is there, or what comes first; one at a time waits. */
    CompletableFuture<List<String>> takeAwaited() {
        CompletableFuture<List<String>> mine = new CompletableFuture<>();
        CompletableFuture<List<String>> before;
        lock.lock();
        try {
            if (!awaited.isEmpty()) {
                mine.complete(drained(awaited));
                return mine;
            }
            before = waiting;
            waiting = mine;
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.complete(List.of());
        }
        return mine;
    }

    /** The newest counts; the one before it is returned. */
    @Nullable WebSocketSession connect(WebSocketSession session) {
        lock.lock();
        try {
            WebSocketSession before = socket;
            socket = session;
            return before;
        } finally {
            lock.unlock();
        }
    }

    void disconnect(WebSocketSession session) {
        lock.lock();
        try {
            if (session.equals(socket)) {
                socket = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Nullable WebSocketSession socket() {
        lock.lock();
        try {
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /** Ends whoever waits, and the socket. */
    void end() {
        WebSocketSession session = socket();
        if (session != null) {
            session.close(1001, "over");
        }
        lock.lock();
        try {
            if (waiting != null) {
                waiting.complete(List.of());
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(Queue<String> box, String message) {
        if (box.size() >= limits.boxMessages()) {
            box.remove();
        }
        box.add(message);
    }

    private static List<String> drained(Queue<String> box) {
        List<String> all = new ArrayList<>(box);
        box.clear();
        return all;
    }
}
