package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.turn.TurnEvent.QuotaReached.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the cores of a process share, asked by as many threads as cores would be. */
class TurnLedgerTest {
    private static final int THREADS = 4;
    private static final int STEPS = 20_000;
    private static final int USERS = 5;
    private static final int PREFIXES = 3;
    private static final Quotas QUOTAS = new Quotas(6, 9, 17, 1, 1, 1).withRate(1_000_000);

    private final AtomicInteger total = new AtomicInteger();
    private final List<AtomicInteger> byUser = counters(USERS);
    private final List<AtomicInteger> byPrefix = counters(PREFIXES);
    private final AtomicInteger refused = new AtomicInteger();

    private record Held(int user, int prefix) {}

    private static List<AtomicInteger> counters(int count) {
        List<AtomicInteger> counters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            counters.add(new AtomicInteger());
        }
        return counters;
    }

    private static IpAddress prefix(int number) {
        return IpAddress.v4(number << 8);
    }

    private static void together(List<Callable<Boolean>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    @Test
    void noQuotaIsExceededByCoresThatTakeAtOnce() throws Exception {
        for (Bandwidth bandwidth :
                List.of(Bandwidth.UNLIMITED, new Bandwidth(1_000_000, 10_000_000))) {
            QuotaBook book = new QuotaBook(QUOTAS, bandwidth);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                tasks.add(() -> takeAndGiveBack(book, RandomSource.seeded(seed)));
            }
            together(tasks);
            assertThat(refused).as("the quotas were put to the test").hasPositiveValue();
            assertThat(total).hasValue(0);
            assertThat(book.total()).isZero();
            assertThat(book.entries())
                    .as("who left a moment ago is remembered")
                    .isBetween(1, USERS + PREFIXES);
            assertThat(book.take(60_000_000_000L, "late", prefix(PREFIXES))).isNull();
            assertThat(book.entries()).as("the user and the network of now").isEqualTo(2);
            book.giveBack("late", prefix(PREFIXES));
        }
    }

    /** What is held is counted after it was taken and before it is given back, so never more. */
    private boolean takeAndGiveBack(QuotaBook book, RandomSource random) {
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < STEPS || !held.isEmpty(); i++) {
            if (i < STEPS && random.nextInt(2) == 0) {
                Held wanted = new Held(random.nextInt(USERS), random.nextInt(PREFIXES));
                if (book.take(i, "user " + wanted.user, prefix(wanted.prefix)) != null) {
                    refused.incrementAndGet();
                    continue;
                }
                held.add(wanted);
                assertThat(total.incrementAndGet()).isLessThanOrEqualTo(QUOTAS.allocations());
                assertThat(byUser.get(wanted.user).incrementAndGet())
                        .isLessThanOrEqualTo(QUOTAS.allocationsPerUser());
                assertThat(byPrefix.get(wanted.prefix).incrementAndGet())
                        .isLessThanOrEqualTo(QUOTAS.allocationsPerPrefix());
            } else if (!held.isEmpty()) {
                Held one = held.remove(random.nextInt(held.size()));
                total.decrementAndGet();
                byUser.get(one.user).decrementAndGet();
                byPrefix.get(one.prefix).decrementAndGet();
                book.giveBack("user " + one.user, prefix(one.prefix));
            }
        }
        return true;
    }

    @Test
    void aBandwidthIsSharedByCoresThatSendAtOnce() throws Exception {
        long rate = 1_000_000;
        TokenBucket bucket = new TokenBucket(rate);
        int millis = 5000;
        AtomicInteger taken = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> {
                // The time may be told late: another thread may have taken at a later one.
                for (long now; (now = clock.getAndAdd(100_000)) < millis * 1_000_000L; ) {
                    taken.addAndGet((int) bucket.take(now, 1200));
                }
                return true;
            });
        }
        together(tasks);
        long burst = TokenBucket.burstBytes(rate);
        assertThat(taken.get())
                .isLessThanOrEqualTo((int) (burst + rate * millis / 1000 + 1000))
                .isGreaterThan((int) (rate * millis / 1000));
    }

    @Test
    void aBucketHoldsABurstAndFillsAtItsRate() {
        for (long now : new long[] {-5_000_000_000L, 0, Long.MAX_VALUE - 100}) {
            TokenBucket bucket = new TokenBucket(1_000_000);
            assertThat(bucket.isFull(now)).isTrue();
            assertThat(bucket.take(now, 2_000_000)).isEqualTo(500_000);
            assertThat(bucket.take(now, 1)).isZero();
            assertThat(bucket.take(now + 1_000_000, 2_000_000)).isEqualTo(1000);
            bucket.giveBack(400);
            assertThat(bucket.take(now + 1_000_000, 2_000_000)).isEqualTo(400);
            assertThat(bucket.isFull(now + 501_000_000)).isTrue();
            assertThat(bucket.take(now + 900_000_000_000L, 2_000_000)).isEqualTo(500_000);
        }
    }

    @Test
    void theLargestDatagramPassesTheSmallestBandwidth() {
        assertThat(new TokenBucket(1).take(0, 65_535)).isEqualTo(65_535);
    }

    @Test
    void endingAnAllocationDoesNotPayTheDebtsOfItsUser() {
        QuotaBook book = new QuotaBook(QUOTAS, new Bandwidth(200_000, 0));
        IpAddress prefix = prefix(1);
        assertThat(book.take(0, "alice", prefix)).isNull();
        Budget budget = book.budget("alice");
        assertThat(budget.toPeer(0, new int[] {60_000, 60_000, 1000}, 3)).isEqualTo(1);
        book.giveBack("alice", prefix);
        assertThat(book.take(1, "alice", prefix)).isNull();
        assertThat(book.budget("alice")).isSameAs(budget);
        book.giveBack("alice", prefix);
        assertThat(book.take(10_000_000_000L, "bob", prefix)).isNull();
        assertThat(book.entries()).as("forgotten when it is out of debt").isEqualTo(2);
    }

    @Test
    void whoTakesAndGivesBackInALoopIsHeldToTheRate() {
        QuotaBook book =
                new QuotaBook(new Quotas(40, 90, 100, 1, 1, 1).withRate(10), Bandwidth.UNLIMITED);
        assertThat(takeAndGiveBack(book, 0, "alice", 1, 200)).as("a quota at once").isEqualTo(40);
        assertThat(book.take(0, "alice", prefix(2))).isEqualTo(Scope.USER_RATE);
        assertThat(takeAndGiveBack(book, 2_000_000_000L, "alice", 2, 200)).isEqualTo(20);
        assertThat(takeAndGiveBack(book, 3_600_000_000_000L, "alice", 1, 200)).isEqualTo(40);
        assertThat(takeAndGiveBack(book, 3_600_000_000_000L, "bob", 1, 200)).isEqualTo(40);
        assertThat(takeAndGiveBack(book, 3_600_000_000_000L, "carol", 1, 200))
                .as("what is left of the network")
                .isEqualTo(10);
        assertThat(book.take(3_600_000_000_000L, "dave", prefix(1))).isEqualTo(Scope.PREFIX_RATE);
    }

    @Test
    void aSmallQuotaIsNotASmallBurst() {
        QuotaBook book =
                new QuotaBook(new Quotas(1, 1, 1, 1, 1, 1).withRate(20), Bandwidth.UNLIMITED);
        assertThat(takeAndGiveBack(book, 0, "alice", 1, 200)).as("three seconds").isEqualTo(60);
    }

    private static int takeAndGiveBack(
            QuotaBook book, long now, String user, int network, int times) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            if (book.take(now, user, prefix(network)) == null) {
                book.giveBack(user, prefix(network));
                granted++;
            }
        }
        return granted;
    }

    @Test
    void whoLeftIsRememberedUpToTheQuotaOfAllocations() {
        QuotaBook book = new QuotaBook(new Quotas(9, 9, 50, 1, 1, 1), Bandwidth.UNLIMITED);
        for (int i = 0; i < 5000; i++) {
            assertThat(book.take(0, "user " + i, prefix(i))).isNull();
            book.giveBack("user " + i, prefix(i));
            assertThat(book.entries()).isLessThanOrEqualTo(2 * 51);
        }
    }

    @Test
    void whoMovesOnAndOnLeavesNothingBehind() {
        QuotaBook book = new QuotaBook(new Quotas(9, 9, 50, 1, 1, 1), Bandwidth.UNLIMITED);
        for (int i = 0; i < 50; i++) {
            assertThat(book.take(0, "user " + i, prefix(i))).isNull();
        }
        for (int i = 0; i < 5000; i++) {
            assertThat(book.move(1, prefix(i), prefix(i + 50))).isTrue();
            assertThat(book.entries()).isLessThanOrEqualTo(50 + 2 * 50);
        }
        assertThat(book.move(60_000_000_000L, prefix(5000), prefix(9999))).isTrue();
        assertThat(book.entries()).as("those who hold something").isEqualTo(50 + 50);
    }

    @Test
    void anotherBandwidthCountsAtOnceForWhoHoldsSomething() {
        QuotaBook book = new QuotaBook(QUOTAS, Bandwidth.UNLIMITED);
        book.take(0, "alice", prefix(1));
        Budget budget = book.budget("alice");
        int[] group = {60_000, 60_000, 60_000};
        assertThat(budget.toPeer(0, group, 3)).isEqualTo(3);
        book.obey(QUOTAS, new Bandwidth(200_000, 0));
        assertThat(budget.toPeer(0, group, 3)).isEqualTo(1);
        book.obey(QUOTAS, new Bandwidth(200_000, 0));
        assertThat(budget.toPeer(0, group, 3)).as("the same again is no present").isZero();
        book.obey(QUOTAS, new Bandwidth(200_000, 500_000));
        assertThat(budget.toPeer(0, group, 3)).as("nor is another total").isZero();
        book.obey(QUOTAS, new Bandwidth(0, 500_000));
        assertThat(budget.toPeer(0, group, 3)).isEqualTo(3);
        assertThat(budget.toPeer(0, group, 3)).isEqualTo(1);
        book.obey(QUOTAS, Bandwidth.UNLIMITED);
        assertThat(budget.toPeer(0, group, 3)).isEqualTo(3);
    }

    @Test
    void connectionsAreCountedForAUserAndInTotal() {
        QuotaBook book =
                new QuotaBook(
                        new Quotas(9, 9, 9, 9, 9, 9).withConnections(9, 2, 3), Bandwidth.UNLIMITED);
        assertThat(book.takeConnection("alice")).isTrue();
        assertThat(book.takeConnection("alice")).isTrue();
        assertThat(book.takeConnection("alice")).as("of the user").isFalse();
        assertThat(book.takeConnection("bob")).isTrue();
        assertThat(book.takeConnection("bob")).as("of all").isFalse();
        assertThat(book.takeConnection("carol")).isFalse();
        assertThat(book.entries()).as("nothing is kept for who was refused").isEqualTo(2);
        book.giveBackConnection("alice");
        assertThat(book.takeConnection("bob")).isTrue();
        assertThat(book.connections()).isEqualTo(3);
        book.giveBackConnection("alice");
        book.giveBackConnection("bob");
        book.giveBackConnection("bob");
        assertThat(book.connections()).isZero();
        assertThat(book.take(0, "dave", prefix(1))).isNull();
        assertThat(book.entries()).as("who has nothing any more is forgotten").isEqualTo(2);
    }

    @Test
    void bytesOfAStreamAreOwedAndThenWaitedFor() {
        TokenBucket bucket = new TokenBucket(200_000);
        assertThat(bucket.charge(0, 100_000, Long.MAX_VALUE)).isZero();
        assertThat(bucket.charge(0, 50_000, Long.MAX_VALUE)).isEqualTo(250_000_000);
        assertThat(bucket.take(200_000_000, 1)).isZero();
        assertThat(bucket.take(300_000_000, 100_000)).isEqualTo(10_000);
        TokenBucket lenient = new TokenBucket(200_000);
        assertThat(lenient.charge(0, 10_000_000, 20_000)).as("no more").isEqualTo(100_000_000);
    }

    @Test
    void whatIsGivenBackWasTaken() {
        QuotaBook book = new QuotaBook(QUOTAS, Bandwidth.UNLIMITED);
        assertThatThrownBy(() -> book.giveBack("alice", prefix(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> book.giveBackConnection("alice"))
                .isInstanceOf(IllegalStateException.class);
    }
}
