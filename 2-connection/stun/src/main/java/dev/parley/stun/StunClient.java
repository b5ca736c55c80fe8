package dev.parley.stun;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.TransportAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers "from which address do you see me?": Binding transactions, RFC 8489 section 6, over
 * datagrams and streams.
 *
 * <pre>
 *   int transaction = client.request(now, path, null);
 *   ... drive the core ...
 *   switch (client.pollEvent()) { case Mapped(int t, var address) -> ... }
 * </pre>
 *
 * <p>A response counts only when it comes on the path its request left on, has its transaction id
 * and, with a credential, the integrity it must have; anything else is counted in {@link #ignored}
 * and changes nothing, since anybody can send it.
 */
public final class StunClient implements ProtocolCore<StunEvent> {
    /** The most transactions at a time. */
    public static final int MAX_TRANSACTIONS = 64;

    /** A server that goes on answering 401 and 438 is given up after as many. */
    static final int MAX_CHALLENGES = 3;

    private static final int MAX_REQUEST_BYTES = 4096;

    private final Paths paths;
    private final RandomSource random;
    private final RetransmissionPolicy policy;
    private final AttributeSet understood = AttributeSet.STUN;

    private final @Nullable StunTransaction[] open =
            new @Nullable StunTransaction[MAX_TRANSACTIONS];
    private final Deadlines deadlines = new Deadlines(); // by slot in 'open'
    private final Map<Integer, StreamBuffer> streams = new HashMap<>(); // by path
    private final ArrayDeque<StunEvent> events = new ArrayDeque<>();
    private int dueCount;
    private int nextNumber;
    private long ignored;

    private final StunReader reader = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final byte[] scratch = new byte[MAX_REQUEST_BYTES];
    private final int[] unknown = new int[1];

    public StunClient(Paths paths, RandomSource random, RetransmissionPolicy policy) {
        this.paths = paths;
        this.random = random;
        this.policy = policy;
    }

    /**
     * Starts a transaction on a path, which the client retains until the transaction ends.
     *
     * @param credential what to authenticate with; null asks without, as nearly all servers allow
     * @return a number that the event of its end carries
     * @throws IllegalStateException when {@link #MAX_TRANSACTIONS} are open
     */
    public int request(long now, int path, @Nullable StunCredential credential) {
        int slot = freeSlot();
        int number = nextNumber++;
        StunTransaction transaction =
                new StunTransaction(number, path, credential, TransactionId.random(random));
        open[slot] = transaction;
        paths.retain(path);
        send(now, slot, transaction);
        return number;
    }

    /** Gives a transaction up without an event. */
    public void cancel(int number) {
        for (int slot = 0; slot < open.length; slot++) {
            StunTransaction transaction = open[slot];
            if (transaction != null && transaction.number == number) {
                close(slot, transaction);
            }
        }
    }

    private int freeSlot() {
        for (int slot = 0; slot < open.length; slot++) {
            if (open[slot] == null) {
                return slot;
            }
        }
        throw new IllegalStateException(
                MAX_TRANSACTIONS + " transactions are open: wait for their events");
    }

    /** Writes the request and lets it go out for the first time. */
    private void send(long now, int slot, StunTransaction transaction) {
        writer.wrap(scratch, 0, scratch.length)
                .begin(StunClass.REQUEST, StunMethod.BINDING, transaction.id);
        if (transaction.credential != null) {
            transaction.credential.identify(writer);
            transaction.credential.seal(writer);
        }
        int length = writer.finish();
        if (length == 0) {
            throw new IllegalStateException("credentials are capped so that a request fits");
        }
        transaction.message = Arrays.copyOf(scratch, length);
        transaction.sent = 0;
        transaction.violated = false;
        transmit(now, slot, transaction);
    }

    private void transmit(long now, int slot, StunTransaction transaction) {
        transaction.sent++;
        if (!transaction.due) {
            transaction.due = true;
            dueCount++;
        }
        deadlines.set(
                slot,
                now
                        + (isStream(transaction)
                                ? policy.streamTimeoutNanos()
                                : policy.waitNanos(transaction.sent)));
    }

    private boolean isStream(StunTransaction transaction) {
        return paths.transport(transaction.path).isStream();
    }

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        if (reader.parse(buf, off, len) != ParseResult.OK) {
            ignored++;
            return;
        }
        for (int slot = 0; slot < open.length; slot++) {
            StunTransaction transaction = open[slot];
            if (transaction != null
                    && transaction.path == path
                    && reader.hasTransactionId(transaction.id)) {
                receive(now, slot, transaction);
                return;
            }
        }
        ignored++;
    }

    private void receive(long now, int slot, StunTransaction transaction) {
        boolean error = reader.is(StunClass.ERROR, StunMethod.BINDING);
        if (!error && !reader.is(StunClass.SUCCESS, StunMethod.BINDING)) {
            ignored++;
            return;
        }
        if (reader.has(StunAttributeType.FINGERPRINT) && !reader.verifyFingerprint()) {
            ignored++;
            return;
        }
        StunCredential credential = transaction.credential;
        if (credential != null && !credential.accepts(reader)) {
            ignored++;
            transaction.violated = true;
            if (isStream(transaction)) { // a true response cannot come any more
                fail(slot, transaction, StunEvent.Failure.INTEGRITY_VIOLATED);
            }
            return;
        }
        int code = error ? reader.errorCode() : 0;
        boolean challenge =
                code == StunErrorCode.UNAUTHENTICATED || code == StunErrorCode.STALE_NONCE;
        if (challenge
                && credential != null
                && transaction.challenges++ < MAX_CHALLENGES
                && reader.unknownRequired(understood, unknown) == 0
                && credential.onChallenge(reader)) {
            // A new request is a new transaction to the server, the same one to our caller.
            transaction.id = TransactionId.random(random);
            send(now, slot, transaction);
            return;
        }
        events.add(outcome(transaction.number, code));
        close(slot, transaction);
    }

    private StunEvent outcome(int number, int code) {
        if (reader.unknownRequired(understood, unknown) > 0 || code == StunReader.ABSENT) {
            return new StunEvent.Failed(number, StunEvent.Failure.NOT_UNDERSTOOD);
        }
        if (code == 0) {
            TransportAddress mapped = reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS);
            if (mapped == null) {
                mapped = reader.address(StunAttributeType.MAPPED_ADDRESS);
            }
            return mapped == null
                    ? new StunEvent.Failed(number, StunEvent.Failure.NOT_UNDERSTOOD)
                    : new StunEvent.Mapped(number, mapped);
        }
        TransportAddress alternate = reader.address(StunAttributeType.ALTERNATE_SERVER);
        if (code == StunErrorCode.TRY_ALTERNATE && alternate != null) {
            return new StunEvent.Redirected(
                    number, alternate, reader.text(StunAttributeType.ALTERNATE_DOMAIN));
        }
        String reason = reader.errorReason();
        return new StunEvent.Refused(
                number,
                code,
                reason == null ? "" : reason,
                Arrays.stream(reader.unknownAttributes()).boxed().toList());
    }

    @Override
    public void receiveStream(long now, int path, byte[] buf, int off, int len) {
        int at = off;
        int end = off + len;
        while (at < end && isWaitingOn(path)) {
            StreamBuffer stream = streams.computeIfAbsent(path, p -> new StreamBuffer());
            int taken = stream.take(buf, at, end - at);
            if (taken < 0) {
                ignored++;
                fail(path, StunEvent.Failure.STREAM_BROKEN);
                return;
            }
            at += taken;
            if (stream.isWhole()) {
                int length = stream.length();
                stream.clear();
                receive(now, path, stream.bytes(), 0, length);
            }
        }
    }

    private boolean isWaitingOn(int path) {
        for (StunTransaction transaction : open) {
            if (transaction != null && transaction.path == path) {
                return true;
            }
        }
        return false;
    }

    private void fail(int path, StunEvent.Failure failure) {
        for (int slot = 0; slot < open.length; slot++) {
            StunTransaction transaction = open[slot];
            if (transaction != null && transaction.path == path) {
                fail(slot, transaction, failure);
            }
        }
    }

    private void fail(int slot, StunTransaction transaction, StunEvent.Failure failure) {
        events.add(new StunEvent.Failed(transaction.number, failure));
        close(slot, transaction);
    }

    private void close(int slot, StunTransaction transaction) {
        open[slot] = null;
        deadlines.clear(slot);
        if (transaction.due) {
            dueCount--;
        }
        if (!isWaitingOn(transaction.path)) {
            streams.remove(transaction.path);
        }
        paths.release(transaction.path);
    }

    /** A stream that ends takes its transactions with it. */
    @Override
    public void onResult(long now, SocketResult result) {
        switch (result) {
            case SocketResult.PathClosed(int path) -> fail(path, StunEvent.Failure.STREAM_BROKEN);
            case SocketResult.Opened _,
                    SocketResult.Failed _,
                    SocketResult.StreamResult _ -> {} // we asked for none
        }
    }

    @Override
    public void onTimeout(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            StunTransaction transaction = open[slot];
            if (transaction == null) {
                throw new IllegalStateException("a closed transaction has a deadline");
            }
            if (isStream(transaction) || transaction.sent >= policy.requests()) {
                fail(
                        slot,
                        transaction,
                        transaction.violated
                                ? StunEvent.Failure.INTEGRITY_VIOLATED
                                : StunEvent.Failure.TIMED_OUT);
            } else {
                transmit(now, slot, transaction);
            }
        }
    }

    @Override
    public long nextTimeout() {
        return deadlines.next();
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        for (int slot = 0; dueCount > 0 && slot < open.length; slot++) {
            StunTransaction transaction = open[slot];
            if (transaction != null && transaction.due) {
                transaction.due = false;
                dueCount--;
                int length = transaction.message.length;
                if (length > out.capacity) {
                    throw new IllegalStateException(
                            length + " bytes for a slot of " + out.capacity);
                }
                System.arraycopy(transaction.message, 0, out.buf, out.off, length);
                out.path = transaction.path;
                out.dontFragment = false;
                return length;
            }
        }
        return 0;
    }

    @Override
    public @Nullable StunEvent pollEvent() {
        return events.poll();
    }

    /** How many messages were of no transaction, malformed or not to be trusted. */
    public long ignored() {
        return ignored;
    }
}
