package dev.parley.turn.client;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.TransmitSlot;
import dev.parley.stun.AttributeSet;
import dev.parley.stun.LongTermCredential;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer: sent again over UDP until one comes (RFC 8489 section 6.2),
 * put anew after a challenge (section 9.2.5). Only what somebody made who knows the password counts
 * as an answer, but for the refusals that the RFC lets go out without proof.
 */
final class Requests {
    /** A server that goes on answering 401 and 438 is given up after as many. */
    static final int MAX_CHALLENGES = 3;

    private static final int MAX_REQUEST_BYTES = 4096;

    private final RandomSource random;
    private final RetransmissionPolicy policy;
    private LongTermCredential credential;

    private @Nullable Request[] open = new @Nullable Request[8];
    private final Deadlines deadlines = new Deadlines(); // by slot in 'open'
    private int dueCount;
    private int path = Paths.NONE;
    private boolean stream;
    private final StunWriter writer = new StunWriter();
    private final byte[] scratch = new byte[MAX_REQUEST_BYTES];
    private final int[] unknown = new int[1];

    Requests(RandomSource random, RetransmissionPolicy policy, LongTermCredential credential) {
        this.random = random;
        this.policy = policy;
        this.credential = credential;
    }

    /** Names the way to the server. */
    void over(int path, boolean stream) {
        this.path = path;
        this.stream = stream;
    }

    /** Asks; the exchange learns of the outcome once, unless it is cancelled. */
    void ask(long now, Exchange exchange) {
        int slot = freeSlot();
        Request request = new Request(exchange, TransactionId.random(random));
        open[slot] = request;
        send(now, slot, request);
    }

    /** Names another proof, for what is asked from now on. */
    void prove(LongTermCredential other) {
        credential = other;
    }

    /** Sends all that waits once more from the start: the way to the server is another one. */
    void again(long now) {
        for (int slot = 0; slot < open.length; slot++) {
            Request request = open[slot];
            if (request != null) {
                request.sent = 0;
                transmit(now, slot, request);
            }
        }
    }

    /** Forgets what was asked for this exchange, if anything. */
    void cancel(Exchange exchange) {
        for (int slot = 0; slot < open.length; slot++) {
            Request request = open[slot];
            if (request != null && request.exchange.equals(exchange)) {
                close(slot, request);
            }
        }
    }

    void cancelAll() {
        for (int slot = 0; slot < open.length; slot++) {
            Request request = open[slot];
            if (request != null) {
                close(slot, request);
            }
        }
    }

    private int freeSlot() {
        for (int slot = 0; slot < open.length; slot++) {
            if (open[slot] == null) {
                return slot;
            }
        }
        int slot = open.length;
        open = Arrays.copyOf(open, slot * 2);
        return slot;
    }

    /** Writes the request and lets it go out for the first time. */
    private void send(long now, int slot, Request request) {
        writer.wrap(scratch, 0, scratch.length)
                .begin(StunClass.REQUEST, request.exchange.method(), request.id);
        request.exchange.write(writer);
        credential.identify(writer);
        credential.seal(writer);
        int length = writer.finish();
        if (length == 0) {
            throw new IllegalStateException("credentials are capped so that a request fits");
        }
        request.message = Arrays.copyOf(scratch, length);
        request.askedAt = now;
        request.sent = 0;
        request.violated = false;
        transmit(now, slot, request);
    }

    private void transmit(long now, int slot, Request request) {
        request.sent++;
        if (!request.due) {
            request.due = true;
            dueCount++;
        }
        deadlines.set(
                slot,
                now + (stream ? policy.streamTimeoutNanos() : policy.waitNanos(request.sent)));
    }

    /** Takes a success or an error; false when it answers nothing or is not to be trusted. */
    boolean receive(long now, StunReader response) {
        for (int slot = 0; slot < open.length; slot++) {
            Request request = open[slot];
            if (request != null && response.hasTransactionId(request.id)) {
                return receive(now, slot, request, response);
            }
        }
        return false;
    }

    private boolean receive(long now, int slot, Request request, StunReader response) {
        boolean error = response.is(StunClass.ERROR, request.exchange.method());
        if (!error && !response.is(StunClass.SUCCESS, request.exchange.method())) {
            return false;
        }
        if (!credential.accepts(response)) {
            request.violated = true;
            if (stream) { // a true response cannot come any more
                fail(now, slot, request, TurnFailure.INTEGRITY_VIOLATED, 0, null);
            }
            return false;
        }
        int code = error ? response.errorCode() : 0;
        if (response.unknownRequired(AttributeSet.TURN_TCP, unknown) > 0
                || code == StunReader.ABSENT) {
            fail(now, slot, request, TurnFailure.NOT_UNDERSTOOD, Math.max(0, code), response);
        } else if (code == 0) {
            close(slot, request);
            request.exchange.onSuccess(now, request.askedAt, response);
        } else if (isChallenge(code)
                && request.exchange.isWanted()
                && request.challenges++ < MAX_CHALLENGES
                && credential.onChallenge(response)) {
            request.id = TransactionId.random(random);
            send(now, slot, request);
        } else {
            fail(now, slot, request, TurnFailure.of(code), code, response);
        }
        return true;
    }

    private static boolean isChallenge(int code) {
        return code == StunErrorCode.UNAUTHENTICATED || code == StunErrorCode.STALE_NONCE;
    }

    private void fail(
            long now,
            int slot,
            Request request,
            TurnFailure failure,
            int code,
            @Nullable StunReader response) {
        close(slot, request);
        request.exchange.onFailure(now, failure, code, response);
    }

    private void close(int slot, Request request) {
        open[slot] = null;
        deadlines.clear(slot);
        if (request.due) {
            request.due = false;
            dueCount--;
        }
    }

    void onTimeout(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            Request request = open[slot];
            if (request == null) {
                throw new IllegalStateException("a closed request has a deadline");
            }
            if (!stream && request.sent < policy.requests()) {
                transmit(now, slot, request);
            } else {
                fail(
                        now,
                        slot,
                        request,
                        request.violated ? TurnFailure.INTEGRITY_VIOLATED : TurnFailure.TIMED_OUT,
                        0,
                        null);
            }
        }
    }

    long nextTimeout() {
        return deadlines.next();
    }

    /** Writes one request that shall go out; 0 when there is none. */
    int pollTransmit(TransmitSlot out) {
        if (path == Paths.NONE) {
            return 0; // they wait for a way
        }
        for (int slot = 0; dueCount > 0 && slot < open.length; slot++) {
            Request request = open[slot];
            if (request != null && request.due) {
                request.due = false;
                dueCount--;
                int length = request.message.length;
                if (length > out.capacity) {
                    throw new IllegalStateException(
                            length + " bytes for a slot of " + out.capacity);
                }
                System.arraycopy(request.message, 0, out.buf, out.off, length);
                out.path = path;
                out.dontFragment = false;
                return length;
            }
        }
        return 0;
    }
}
