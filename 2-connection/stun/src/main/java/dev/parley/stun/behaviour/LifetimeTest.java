package dev.parley.stun.behaviour;

import dev.parley.core.Deadlines;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a mapping lives without traffic, RFC 5780 section 4.6: a socket asks once and
 * falls silent; after a while another socket asks the server, by RESPONSE-PORT, to answer to the
 * first one's outside port. An answer may itself lengthen the mapping's life, so each silence is
 * tried with a socket of its own.
 *
 * <p>The search has eight branches, not two: sockets are cheap and time is not. A round ends as
 * soon as one silence was too long and the next shorter one was not.
 */
final class LifetimeTest {
    private static final int BRANCHES = 8;
    private static final int MAX_ROUNDS = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final int PRECISE_ENOUGH = 16; // the bracket is this part of the time

    private final DiscoveryContext context;
    private final LocalSocket asker;
    private final DiscoveryStep after;
    private final Deadlines deadlines = new Deadlines(); // by index in 'round'
    private List<LifetimeProbe> round = new ArrayList<>();
    private int rounds;
    private long alive;
    private long gone = Deadlines.NONE;
    private boolean ended;

    LifetimeTest(DiscoveryContext context, LocalSocket asker, DiscoveryStep after) {
        this.context = context;
        this.asker = asker;
        this.after = after;
    }

    /** First without a silence: if no answer is let in then, the server or the NAT forbids it. */
    void start(long now) {
        begin(List.of(new LifetimeProbe(0)));
    }

    private void begin(List<LifetimeProbe> probes) {
        round = probes;
        for (int index = 0; index < probes.size(); index++) {
            int at = index;
            LifetimeProbe probe = probes.get(index);
            context.open((now, socket) -> opened(now, at, probe, socket));
        }
    }

    private void opened(long now, int index, LifetimeProbe probe, @Nullable LocalSocket socket) {
        probe.socket = socket;
        if (probe.ended || socket == null) {
            end(now, probe, LifetimeProbe.Result.UNUSABLE);
            return;
        }
        context.exchanges.ask(
                now,
                socket.id,
                Question.plain(context.server()),
                context.pace(),
                (at, answer) -> {
                    if (probe.ended) {
                        return;
                    }
                    if (answer == null || answer.mapped() == null) {
                        end(at, probe, LifetimeProbe.Result.UNUSABLE);
                        return;
                    }
                    socket.mapped = answer.mapped();
                    deadlines.set(index, at + probe.silenceNanos);
                });
    }

    void onTimeout(long now) {
        for (int index; (index = deadlines.pollExpired(now)) >= 0; ) {
            LifetimeProbe probe = round.get(index);
            LocalSocket socket = probe.socket;
            if (!probe.ended && socket != null) {
                probe(now, probe, socket);
            }
        }
    }

    long nextTimeout() {
        return deadlines.next();
    }

    private void probe(long now, LifetimeProbe probe, LocalSocket socket) {
        TransportAddress mapped = socket.mapped();
        // The answer goes to the address that the asker has: it must be the silent one's, too.
        context.exchanges.ask(
                now,
                asker.id,
                Question.plain(context.server()),
                context.pace(),
                (at, answer) -> {
                    probe.sameAddress =
                            answer != null
                                    && answer.mapped() != null
                                    && answer.mapped().ip().equals(mapped.ip());
                    if (probe.silent) {
                        end(at, probe, probe.silenceResult());
                    }
                    probe.addressKnown = true;
                });
        context.exchanges.ask(
                now,
                asker.id,
                socket.id,
                Question.answeredTo(context.server(), mapped.port()),
                context.pace(),
                (at, answer) -> {
                    if (answer == null) {
                        probe.silent = true;
                        if (probe.addressKnown) {
                            end(at, probe, probe.silenceResult());
                        }
                        return;
                    }
                    boolean heard =
                            answer.kind() == Answer.Kind.SUCCESS && answer.socket() == socket.id;
                    end(
                            at,
                            probe,
                            heard ? LifetimeProbe.Result.ALIVE : LifetimeProbe.Result.UNUSABLE);
                });
    }

    private void end(long now, LifetimeProbe probe, LifetimeProbe.Result result) {
        LocalSocket socket = probe.socket;
        if (socket != null && !probe.closed) {
            probe.closed = true;
            context.close(socket);
        }
        if (probe.ended) {
            return;
        }
        probe.ended = true;
        if (ended) {
            return;
        }
        switch (result) {
            case ALIVE -> alive = Math.max(alive, probe.silenceNanos);
            case GONE -> gone = Math.min(gone, probe.silenceNanos + context.findings.rttNanos);
            case UNUSABLE -> {
                finish(now, false);
                return;
            }
        }
        advance(now);
    }

    private void advance(long now) {
        // What is longer than a silence that was too long need not be waited for.
        for (int index = 0; index < round.size(); index++) {
            if (!round.get(index).ended && round.get(index).silenceNanos > gone) {
                drop(index);
            }
        }
        if (rounds > 0) {
            context.findings.lifetime = new Lifetime(alive, gone);
            context.progress();
        }
        if (!round.stream().allMatch(probe -> probe.ended)) {
            return;
        }
        boolean served = rounds > 0 || gone == Deadlines.NONE;
        if (!served || rounds == MAX_ROUNDS || isPrecise()) {
            finish(now, served);
            return;
        }
        nextRound();
    }

    private boolean isPrecise() {
        return rounds > 0
                && (gone == Deadlines.NONE
                        || gone - alive <= Math.max(SECOND, gone / PRECISE_ENOUGH));
    }

    private void nextRound() {
        rounds++;
        boolean open = gone == Deadlines.NONE;
        long longest = open ? context.options.lifetimeNanos() : gone;
        List<LifetimeProbe> probes = new ArrayList<>();
        for (int branch = 1; branch <= (open ? BRANCHES : BRANCHES - 1); branch++) {
            long silence = alive + (longest - alive) * branch / BRANCHES;
            probes.add(new LifetimeProbe(silence));
        }
        begin(probes);
    }

    private void drop(int index) {
        LifetimeProbe probe = round.get(index);
        deadlines.clear(index);
        probe.ended = true;
        LocalSocket socket = probe.socket;
        if (socket != null && !probe.closed) {
            probe.closed = true;
            context.close(socket);
        }
    }

    private void finish(long now, boolean served) {
        ended = true;
        for (int index = 0; index < round.size(); index++) {
            drop(index);
        }
        context.findings.lifetime = served ? new Lifetime(alive, gone) : null;
        context.progress();
        after.at(now);
    }
}
