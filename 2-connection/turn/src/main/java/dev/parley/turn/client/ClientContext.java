package dev.parley.turn.client;

import dev.parley.core.Paths;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.TransmitQueue;
import dev.parley.stun.LongTermCredential;
import dev.parley.stun.RetransmissionPolicy;
import java.util.ArrayDeque;

/** What the parts of one client share. */
final class ClientContext {
    /** How soon something is tried again that failed but may pass. */
    static final long RETRY_NANOS = 5_000_000_000L;

    private static final int QUEUED_DATAGRAMS = 1024;

    final TurnClientConfig config;
    final Paths paths;
    final RandomSource random;
    LongTermCredential credential;
    final Requests requests;
    final TransmitQueue queue;
    final ArrayDeque<TurnClientEvent> events = new ArrayDeque<>();
    final ArrayDeque<SocketCommand> commands = new ArrayDeque<>(0);
    final RetransmissionPolicy policy;
    final DataConnections dataConnections = new DataConnections(this);

    /** The way to the server, from Allocate on; none while a stream is broken, see {@link Ways}. */
    int path = Paths.NONE;

    boolean stream;

    ClientContext(
            Paths paths,
            RandomSource random,
            RetransmissionPolicy policy,
            TurnClientConfig config) {
        this.config = config;
        this.paths = paths;
        this.random = random;
        this.policy = policy;
        credential = new LongTermCredential(config.username(), config.password());
        requests = new Requests(random, policy, credential);
        queue = new TransmitQueue(config.queueBytes(), QUEUED_DATAGRAMS);
    }

    /** Names the way to the server. */
    void over(int path) {
        this.path = path;
        stream = paths.transport(path).isStream();
        requests.over(path, stream);
    }

    /** Names another way, and what was agreed on there. */
    void over(int path, LongTermCredential agreed) {
        credential = agreed;
        requests.prove(agreed);
        over(path);
    }

    /** No way leads to the server any more; requests and data wait for one. */
    void lost() {
        path = Paths.NONE;
        requests.over(Paths.NONE, stream);
    }

    static long nanos(long seconds) {
        return seconds * 1_000_000_000L;
    }
}
