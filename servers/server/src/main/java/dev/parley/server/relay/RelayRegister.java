package dev.parley.server.relay;

import dev.parley.turn.AllocationDescription;
import dev.parley.turn.AllocationSummary;
import dev.parley.turn.TurnServer;
import dev.parley.turn.TurnServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * What an operator asks of a relay: what stands, to end it, to go on by another configuration. All
 * methods may be called from any thread; answers come from the relay's own, in a moment.
 */
public final class RelayRegister {
    private static final long ANSWER_SECONDS = 10;

    private static final int PIECE = 1024;

    private final List<RelayShard> shards;
    private final int pieceSize;

    RelayRegister(List<RelayShard> shards) {
        this(shards, PIECE);
    }

    /**
     * @param pieceSize how many allocations are looked at in one turn of a relay's thread
     */
    RelayRegister(List<RelayShard> shards, int pieceSize) {
        this.pieceSize = pieceSize;
        this.shards = List.copyOf(shards);
    }

    /**
     * Goes on by another configuration of the core, see {@link TurnServer#reconfigure}: all threads
     * of the relay, or none. Waits until it counts, though not for ever.
     *
     * @return how many threads were too busy to take it up yet: each does before anything else that
     *     it is asked for
     * @throws IllegalArgumentException when a part of it is told once and differs; nothing has
     *     changed then
     * @throws IOException when the relay does not answer; nothing changes then
     */
    public int reconfigure(TurnServerConfig turn) throws IOException {
        return reconfigure(turn, TimeUnit.SECONDS.toNanos(ANSWER_SECONDS));
    }

    int reconfigure(TurnServerConfig turn, long waitNanos) throws IOException {
        long end = System.nanoTime() + waitNanos;
        // The first one judges, and all others follow it: what it refuses, none of them hears of.
        Change first = new Change(shards.getFirst(), turn);
        if (!first.counts(end) && first.withdraw()) {
            throw new IOException("The relay is too busy to answer; nothing has changed.");
        }
        List<Change> others =
                shards.stream().skip(1).map(shard -> new Change(shard, turn)).toList();
        int late = first.counts(end) ? 0 : 1;
        for (Change change : others) {
            late += change.counts(end) ? 0 : 1;
        }
        return late;
    }

    /** Another configuration on its way to one thread of the relay. */
    private static final class Change {
        private final AtomicBoolean decided = new AtomicBoolean(); // to do it, or not to
        private final CompletableFuture<Boolean> done;

        Change(RelayShard shard, TurnServerConfig turn) {
            done =
                    shard.loop.call(() -> {
                        if (decided.compareAndSet(false, true)) {
                            shard.reconfigure(turn);
                        }
                        return true;
                    });
        }

        /** Whether it will never come to that; else it is being done. */
        boolean withdraw() {
            return decided.compareAndSet(false, true);
        }

        /** Waits until it counts; false when that takes too long. */
        boolean counts(long end) throws IOException {
            try {
                return done.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // what waits later does not wait either
                return false;
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IllegalArgumentException wrong) {
                    throw wrong;
                }
                throw new IOException("The relay has stopped.", e);
            }
        }
    }

    /**
     * What stands, by number.
     *
     * @param after only allocations with a larger number
     * @param wanted which of them
     */
    public CompletableFuture<List<AllocationSummary>> list(
            long after, int atMost, Predicate<AllocationSummary> wanted) {
        return together(
                        shards.stream()
                                .map(shard -> list(shard, after, atMost, wanted, new ArrayList<>()))
                                .toList())
                .thenApply(lists ->
                        lists.stream()
                                .flatMap(List::stream)
                                .sorted(Comparator.comparingLong(AllocationSummary::allocation))
                                .limit(atMost)
                                .toList());
    }

    /** Piece by piece, each in a turn of its own, so that packets are not kept waiting. */
    private CompletableFuture<List<AllocationSummary>> list(
            RelayShard shard,
            long after,
            int atMost,
            Predicate<AllocationSummary> wanted,
            List<AllocationSummary> found) {
        return shard.loop
                .call(() -> shard.server.list(after, pieceSize))
                .thenCompose(piece -> {
                    piece.stream().filter(wanted).limit(atMost - found.size()).forEach(found::add);
                    return piece.size() < pieceSize || found.size() == atMost
                            ? CompletableFuture.completedFuture(found)
                            : list(shard, piece.getLast().allocation(), atMost, wanted, found);
                });
    }

    /** One allocation with all that it has. */
    public CompletableFuture<Optional<AllocationDescription>> describe(long allocation) {
        return all((server, _) -> Optional.ofNullable(server.describe(allocation)))
                .thenApply(found -> found.stream().flatMap(Optional::stream).findFirst());
    }

    /** Ends one allocation; false when there is none of that number. */
    public CompletableFuture<Boolean> revoke(long allocation) {
        return all((server, now) -> server.revoke(now, allocation))
                .thenApply(ended -> ended.contains(true));
    }

    /** Ends all allocations of a user; how many there were. */
    public CompletableFuture<Integer> revokeUser(String user) {
        return all((server, now) -> server.revokeUser(now, user))
                .thenApply(ended -> ended.stream().mapToInt(Integer::intValue).sum());
    }

    /** The time of the relay, as allocations tell theirs. */
    public long now() {
        return shards.getFirst().loop.now();
    }

    private <T> CompletableFuture<List<T>> all(BiFunction<TurnServer, Long, T> question) {
        return together(
                shards.stream()
                        .map(shard ->
                                shard.loop.call(
                                        () -> question.apply(shard.server, shard.loop.now())))
                        .toList());
    }

    private static <T> CompletableFuture<List<T>> together(List<CompletableFuture<T>> asked) {
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> asked.stream().map(CompletableFuture::join).toList())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
