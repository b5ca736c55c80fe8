package dev.parley.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages that do anything in any order. After each step every page in a room must believe exactly
 * what is true, which {@link RandomPages} works out by itself from what was said.
 */
class RandomPagesTest {
    private static final int STEPS = 4_000;

    /** {@code -Dparley.seed=N} starts elsewhere: a long run takes fresh ones. */
    static LongStream seeds() {
        long first = Long.getLong("parley.seed", 1);
        return LongStream.range(first, first + 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatPagesAreToldIsTrue(long seed) {
        RandomPages world = new RandomPages(seed);
        for (int step = 0; step < STEPS; step++) {
            String what = world.step();
            try {
                world.check();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + ": " + what, e);
            }
        }
        world.endAndForget();
    }

    private static final class RandomPages {
        private static final int CAPACITY = 3;
        private static final int ROOMS = 4;

        private final RandomSource random;
        private final TestBed bed;
        private final List<TestPage> pages = new ArrayList<>();
        private final List<SeatProof> proofs = new ArrayList<>();
        private final Map<SeatProof, String> roomOf = new HashMap<>();
        private int sent;

        RandomPages(long seed) {
            random = RandomSource.seeded(seed);
            bed = new TestBed(SignalConfig.defaults().withCapacity(CAPACITY), seed);
        }

        String step() {
            int choice = random.nextInt(100);
            TestPage page = pages.isEmpty() || choice < 15 ? connect() : anyPage();
            String what = choice + " by " + page.connection;
            if (choice < 40) {
                page.say(
                        new ClientMessage.Join(anyRoom(), "P", null, random.nextInt(2) == 0, null));
            } else if (choice < 55 && !proofs.isEmpty()) {
                SeatProof proof = proofs.get(random.nextInt(proofs.size()));
                ClientMessage.Claim claim =
                        random.nextInt(3) == 0
                                ? new ClientMessage.Claim.Replace(proof)
                                : new ClientMessage.Claim.Resume(proof);
                String room =
                        random.nextInt(8) == 0 ? anyRoom() : roomOf.getOrDefault(proof, "none");
                page.say(new ClientMessage.Join(room, "P", null, random.nextInt(2) == 0, claim));
            } else if (choice < 70) {
                forward(page);
            } else if (choice < 80) {
                bed.cut(page);
            } else if (choice < 85) {
                page.say(new ClientMessage.Leave());
            } else if (choice < 86) {
                bed.restart();
            } else if (choice < 88) {
                bed.pass(Duration.ofSeconds(40));
            } else {
                bed.pass(Duration.ofMillis(random.nextInt(3_000)));
            }
            pages.removeIf(each -> each.closed != TestPage.OPEN);
            for (TestPage each : pages) {
                if (each.welcome != null
                        && roomOf.put(each.proof(), each.welcome().room()) == null) {
                    proofs.add(each.proof());
                }
            }
            return what;
        }

        /** A message arrives at once and as it was, or the sender is told that it did not. */
        private void forward(TestPage page) {
            Signal signal = new Signal.Offer("v=" + sent++);
            TestPage target = anyPage();
            String to = target.welcome == null ? "nobody" : target.id();
            pages.forEach(TestPage::news);
            page.offer(to, ((Signal.Offer) signal).sdp());
            boolean reachable =
                    page.welcome != null && target != page && page.peers.containsKey(to);
            if (reachable) {
                assertThat(target.news())
                        .containsExactly(new ServerMessage.Directed(page.id(), signal));
                assertThat(page.news()).isEmpty();
            } else {
                page.refusal();
                assertThat(target.news()).isEmpty();
            }
        }

        /** Every page knows exactly the others of its room, who is present, and one is polite. */
        void check() {
            Map<String, List<TestPage>> present = new HashMap<>();
            for (TestPage page : pages) {
                if (page.welcome != null) {
                    present.computeIfAbsent(page.welcome().room(), room -> new ArrayList<>())
                            .add(page);
                }
            }
            assertThat(bed.server.roomCount()).isGreaterThanOrEqualTo(present.size());
            present.values().forEach(RandomPages::checkRoom);
        }

        private static void checkRoom(List<TestPage> room) {
            Set<String> presentIds = new HashSet<>();
            room.forEach(page -> presentIds.add(page.id()));
            assertThat(presentIds).as("each id once").hasSize(room.size());
            Set<String> seats = new HashSet<>(room.getFirst().peers.keySet());
            seats.add(room.getFirst().id());
            assertThat(seats).hasSizeLessThanOrEqualTo(CAPACITY);
            for (TestPage page : room) {
                Set<String> known = new HashSet<>(page.peers.keySet());
                known.add(page.id());
                assertThat(known).as("what %s knows", page.id()).isEqualTo(seats);
                page.peers.forEach((peer, info) -> {
                    assertThat(info.present())
                            .as("%s sees %s", page.id(), peer)
                            .isEqualTo(presentIds.contains(peer));
                    assertThat(info.polite()).isEqualTo(Roles.isPolite(page.id(), peer));
                });
            }
        }

        void endAndForget() {
            List.copyOf(pages).forEach(bed::cut);
            bed.pass(Duration.ofMinutes(10));
            assertThat(bed.server.remembered()).isZero();
            assertThat(bed.server.peerCount()).isZero();
        }

        private TestPage connect() {
            TestPage page = bed.connect(IpAddress.v4(random.nextInt(1 << 16) + 1));
            pages.add(page);
            return page;
        }

        private TestPage anyPage() {
            return pages.get(random.nextInt(pages.size()));
        }

        private String anyRoom() {
            return "room" + random.nextInt(ROOMS);
        }
    }
}
