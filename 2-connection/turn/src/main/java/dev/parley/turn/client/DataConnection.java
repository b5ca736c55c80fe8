package dev.parley.turn.client;

import dev.parley.core.SocketCommand;
import dev.parley.stun.ParseResult;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunMethod;
import dev.parley.stun.StunReader;
import dev.parley.stun.StunWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way to become the other half of a peer's, RFC 6062 section 4.5: it carries
 * messages until ConnectionBind has succeeded, and from the next byte on what the peer sends.
 */
final class DataConnection implements Exchange {
    /** More than any answer to ConnectionBind; what comes behind it is the peer's. */
    private static final int MAX_MESSAGE_BYTES = 4096;

    private final ClientContext context;
    private final int path;
    private final int id;
    final Requests requests;
    private final StunReader reader = new StunReader();
    private byte[] begun = {};
    private boolean bound;
    private boolean done;

    DataConnection(ClientContext context, int path, int id) {
        this.context = context;
        this.path = path;
        this.id = id;
        requests = new Requests(context.random, context.policy, context.credential);
        requests.over(path, true);
        context.paths.retain(path);
    }

    int path() {
        return path;
    }

    /** Whether it is the client's business no longer. */
    boolean isDone() {
        return done;
    }

    /** Takes the next bytes. */
    void receive(long now, byte[] buf, int off, int len) {
        int filled = begun.length;
        begun = Arrays.copyOf(begun, filled + len);
        System.arraycopy(buf, off, begun, filled, len);
        while (!done && begun.length > 0) {
            int length = StunReader.frameLength(begun, 0, begun.length);
            if (length == StunReader.ABSENT || length > MAX_MESSAGE_BYTES) {
                fail(TurnFailure.STREAM_BROKEN, 0);
                return;
            }
            if (length == 0 || length > begun.length) {
                return;
            }
            byte[] message = begun;
            begun = Arrays.copyOfRange(message, length, message.length);
            take(now, message, length);
        }
    }

    private void take(long now, byte[] message, int length) {
        if (reader.parse(message, 0, length) != ParseResult.OK) {
            fail(TurnFailure.STREAM_BROKEN, 0);
        } else if (reader.messageClass() == StunClass.SUCCESS
                || reader.messageClass() == StunClass.ERROR) {
            requests.receive(now, reader);
        }
        if (bound) {
            finish();
            context.events.add(new TurnClientEvent.ConnectionBound(id, path, begun));
        }
    }

    @Override
    public int method() {
        return StunMethod.CONNECTION_BIND;
    }

    @Override
    public void write(StunWriter request) {
        request.u32(StunAttributeType.CONNECTION_ID, id);
    }

    @Override
    public void onSuccess(long now, long askedAt, StunReader response) {
        bound = true;
    }

    @Override
    public void onFailure(long now, TurnFailure failure, int code, @Nullable StunReader response) {
        fail(failure, code);
    }

    private void fail(TurnFailure failure, int code) {
        if (!done) {
            close();
            context.events.add(new TurnClientEvent.ConnectionBindFailed(id, path, failure, code));
        }
    }

    /** The driver has closed it. */
    void closed() {
        finish();
        context.events.add(
                new TurnClientEvent.ConnectionBindFailed(id, path, TurnFailure.STREAM_BROKEN, 0));
    }

    /** Gives it up without a word. */
    void close() {
        finish();
        context.commands.add(new SocketCommand.ClosePath(path));
    }

    private void finish() {
        done = true;
        requests.cancelAll();
        context.paths.release(path);
    }
}
