package dev.parley.stun.behaviour;

import dev.parley.core.Deadlines;
import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.TransmitSlot;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.AttributeSet;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import dev.parley.stun.TransactionId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Questions that are open. Unlike {@link dev.parley.stun.StunClient} it takes an answer from
 * whatever address it comes: that is what the tests are about. The transaction id, which nobody off
 * the path can guess, and the socket must be right.
 */
final class Exchanges {
    private static final int MAX_MESSAGE_BYTES = 2048;
    private static final AttributeSet UNDERSTOOD =
            AttributeSet.STUN.plus(StunAttributeType.PADDING);

    private final Paths paths;
    private final RandomSource random;
    private @Nullable Exchange[] open = new @Nullable Exchange[16];
    private final Deadlines deadlines = new Deadlines(); // by slot in 'open'
    private final StunReader reader = new StunReader();
    private final StunWriter writer = new StunWriter();
    private final byte[] scratch = new byte[MAX_MESSAGE_BYTES];
    private final int[] unknown = new int[1];
    private int dueCount;

    Exchanges(Paths paths, RandomSource random) {
        this.paths = paths;
        this.random = random;
    }

    /** Asks from a socket and hears the answer on the same. */
    void ask(long now, int socket, Question question, Pace pace, Exchange.Listener listener) {
        ask(now, socket, socket, question, pace, listener);
    }

    /** Asks from one socket and hears the answer on another (or an error on the first). */
    void ask(
            long now,
            int asking,
            int hearing,
            Question question,
            Pace pace,
            Exchange.Listener listener) {
        TransactionId id = TransactionId.random(random);
        int path = paths.intern(asking, question.to(), Transport.UDP);
        if (path != Paths.NONE) {
            paths.retain(path);
        }
        Exchange exchange =
                new Exchange(
                        id,
                        path,
                        asking,
                        hearing,
                        question.asksForChange(),
                        write(id, question),
                        pace,
                        now + pace.timeoutNanos(),
                        listener);
        int slot = freeSlot();
        open[slot] = exchange;
        transmit(now, slot, exchange);
    }

    private byte[] write(TransactionId id, Question question) {
        writer.wrap(scratch, 0, scratch.length).begin(StunClass.REQUEST, StunMethod.BINDING, id);
        if (question.change() != Question.NO_CHANGE) {
            writer.u32(StunAttributeType.CHANGE_REQUEST, question.change());
        }
        if (question.responsePort() != 0) {
            writer.u16(StunAttributeType.RESPONSE_PORT, question.responsePort());
        }
        if (question.padding() != 0) {
            writer.bytes(StunAttributeType.PADDING, new byte[question.padding()]);
        }
        return Arrays.copyOf(scratch, writer.finish());
    }

    private int freeSlot() {
        for (int slot = 0; slot < open.length; slot++) {
            if (open[slot] == null) {
                return slot;
            }
        }
        open = Arrays.copyOf(open, open.length * 2);
        return open.length / 2;
    }

    private void transmit(long now, int slot, Exchange exchange) {
        exchange.sent++;
        if (!exchange.due && exchange.path != Paths.NONE) {
            exchange.due = true;
            dueCount++;
        }
        long next = now + exchange.pace.waitNanos(exchange.sent);
        deadlines.set(slot, Math.min(next, exchange.endsAt));
    }

    void receive(long now, int path, byte[] buf, int off, int len) {
        if (reader.parse(buf, off, len) != ParseResult.OK
                || reader.method() != StunMethod.BINDING
                || (reader.has(StunAttributeType.FINGERPRINT) && !reader.verifyFingerprint())) {
            return;
        }
        int socket = paths.socket(path);
        for (int slot = 0; slot < open.length; slot++) {
            Exchange exchange = open[slot];
            if (exchange != null
                    && reader.hasTransactionId(exchange.id)
                    && (exchange.hearing == socket || exchange.asking == socket)
                    && (exchange.anySource || exchange.path == path || isEcho(exchange, path))) {
                Answer answer = read(now, path, exchange);
                if (answer != null) {
                    close(slot, exchange);
                    exchange.listener.ended(now, answer);
                }
                return;
            }
        }
    }

    /** Whether this is our own question, come to another socket of ours. */
    private boolean isEcho(Exchange exchange, int path) {
        return reader.messageClass() == StunClass.REQUEST
                && exchange.hearing != exchange.asking
                && exchange.hearing == paths.socket(path);
    }

    /** Returns null for what is no answer. */
    private @Nullable Answer read(long now, int path, Exchange exchange) {
        int socket = paths.socket(path);
        TransportAddress mapped = null;
        TransportAddress other = null;
        int code = 0;
        Answer.Kind kind;
        switch (reader.messageClass()) {
            case SUCCESS -> {
                kind = Answer.Kind.SUCCESS;
                mapped = reader.xorAddress(StunAttributeType.XOR_MAPPED_ADDRESS);
                if (mapped == null) {
                    mapped = reader.address(StunAttributeType.MAPPED_ADDRESS);
                }
                if (mapped == null || reader.unknownRequired(UNDERSTOOD, unknown) > 0) {
                    return null;
                }
                other = reader.address(StunAttributeType.OTHER_ADDRESS);
            }
            case ERROR -> {
                kind = Answer.Kind.ERROR;
                code = reader.errorCode();
                if (code == StunReader.ABSENT) {
                    return null;
                }
            }
            case REQUEST -> {
                if (!isEcho(exchange, path)) {
                    return null;
                }
                kind = Answer.Kind.ECHO;
            }
            case INDICATION -> {
                return null;
            }
            default -> throw new IllegalStateException("there are four classes");
        }
        long took = now - (exchange.endsAt - exchange.pace.timeoutNanos());
        return new Answer(kind, socket, paths.remote(path), mapped, other, code, took);
    }

    private void close(int slot, Exchange exchange) {
        open[slot] = null;
        deadlines.clear(slot);
        if (exchange.due) {
            dueCount--;
        }
        if (exchange.path != Paths.NONE) {
            paths.release(exchange.path);
        }
    }

    void onTimeout(long now) {
        for (int slot; (slot = deadlines.pollExpired(now)) >= 0; ) {
            Exchange exchange = open[slot];
            if (exchange == null) {
                throw new IllegalStateException("a closed exchange has a deadline");
            }
            if (now >= exchange.endsAt) {
                close(slot, exchange);
                exchange.listener.ended(now, null);
            } else {
                transmit(now, slot, exchange);
            }
        }
    }

    long nextTimeout() {
        return deadlines.next();
    }

    int pollTransmit(TransmitSlot out) {
        for (int slot = 0; dueCount > 0 && slot < open.length; slot++) {
            Exchange exchange = open[slot];
            if (exchange != null && exchange.due) {
                exchange.due = false;
                dueCount--;
                int length = exchange.message.length;
                if (length > out.capacity) {
                    throw new IllegalStateException(
                            length + " bytes for a slot of " + out.capacity);
                }
                System.arraycopy(exchange.message, 0, out.buf, out.off, length);
                out.path = exchange.path;
                out.dontFragment = false;
                return length;
            }
        }
        return 0;
    }

    /** Forgets all questions without telling anybody. */
    void clear() {
        for (int slot = 0; slot < open.length; slot++) {
            Exchange exchange = open[slot];
            if (exchange != null) {
                close(slot, exchange);
            }
        }
    }
}
