package dev.parley.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AddressHash;
import dev.parley.core.IpAddress;
import dev.parley.core.RandomSource;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.TransactionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables behave as those of the JDK do. */
class TablesTest {
    private static final int STEPS = 20_000;

    @Test
    void intMapIsAMap() {
        RandomSource random = RandomSource.seeded(1);
        IntMap<Integer> map = new IntMap<>(4);
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            int key = random.nextInt(200) * (random.nextInt(2) == 0 ? 1 : 64);
            if (random.nextInt(2) == 0) {
                map.put(key, i);
                model.put(key, i);
            } else {
                map.remove(key);
                model.remove(key);
            }
            assertThat(map.get(key)).as("step %d", i).isEqualTo(model.get(key));
            assertThat(map.size()).as("step %d", i).isEqualTo(model.size());
        }
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        Set<Integer> seen = new HashSet<>();
        map.forEach(seen::add);
        assertThat(seen).isEqualTo(new HashSet<>(model.values()));
    }

    @Test
    void permissionTableIsAMap() {
        Relay relay = relay();
        RandomSource random = RandomSource.seeded(2);
        PermissionTable table = new PermissionTable(new AddressHash(random.nextLong()));
        Map<IpAddress, Permission> model = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            IpAddress peer = IpAddress.v6(random.nextInt(10), random.nextInt(10));
            Permission known = model.get(peer);
            if (known == null) {
                Permission fresh = new Permission(relay, peer, peer, false, false);
                table.put(fresh);
                model.put(peer, fresh);
            } else {
                table.remove(known);
                model.remove(peer);
            }
            assertThat(table.get(peer.high(), peer.low()))
                    .as("step %d", i)
                    .isSameAs(model.get(peer));
            assertThat(table.size()).as("step %d", i).isEqualTo(model.size());
        }
        Set<Permission> seen = new HashSet<>();
        table.forEach(seen::add);
        assertThat(seen).isEqualTo(new HashSet<>(model.values()));
    }

    @Test
    void permissionTableKeepsChosenAddressesApart() {
        Relay relay = relay();
        PermissionTable table =
                new PermissionTable(new AddressHash(RandomSource.seeded(4).nextLong()));
        List<IpAddress> chosen = new ArrayList<>();
        for (int low = 0; chosen.size() < 1000; low++) {
            long mixed = low * 0x9E3779B97F4A7C15L; // where a public factor would send them
            if (((int) (mixed ^ (mixed >>> 32)) & 0xFFF) == 0) {
                chosen.add(IpAddress.v4(low));
            }
        }
        for (IpAddress peer : chosen) {
            table.put(new Permission(relay, peer, peer, false, false));
        }
        assertThat(table.longestSearch()).isLessThan(100);
    }

    private static Relay relay() {
        RelayPorts ports =
                new RelayPorts(
                        RelayAddress.of(IpAddress.parse("2001:db8::1")), new PortRange(5000, 5009));
        Allocation allocation =
                new Allocation(
                        1,
                        new ReplyTo(0, 3, new TransactionId(0, 0), false, null),
                        Transport.UDP,
                        false,
                        TransportAddress.parse("198.51.100.7:1"),
                        IpAddress.parse("198.51.100.0"),
                        new Identity("a", "a", TurnUser.NEVER, new Key(new byte[] {1}, null)),
                        null,
                        600,
                        0,
                        new Budget());
        return new Relay(allocation, ports, 5000, 100);
    }

    @Test
    void portsAreAllGivenOutOnceAndInNoOrder() {
        RelayPorts ports =
                new RelayPorts(
                        RelayAddress.of(IpAddress.parse("192.0.2.1")), new PortRange(5000, 5999));
        RandomSource random = RandomSource.seeded(3);
        Set<Integer> given = new HashSet<>();
        int steps = 0;
        int before = 0;
        for (int i = 0; i < 1000; i++) {
            int port = ports.take(random, PortWish.ANY);
            assertThat(port).isBetween(5000, 5999);
            assertThat(given.add(port)).isTrue();
            steps += port == before + 1 ? 1 : 0;
            before = port;
        }
        assertThat(steps).as("ports that follow one another").isLessThan(100);
        assertThat(ports.take(random, PortWish.ANY)).isEqualTo(-1);
        ports.release(5123);
        assertThat(ports.take(random, PortWish.EVEN)).isEqualTo(-1);
        assertThat(ports.take(random, PortWish.ANY)).isEqualTo(5123);
    }

    @Test
    void pairsOfPortsAreFoundWhereThereAreAny() {
        RelayPorts ports =
                new RelayPorts(
                        RelayAddress.of(IpAddress.parse("192.0.2.1")), new PortRange(5001, 5007));
        RandomSource random = RandomSource.seeded(4);
        Set<Integer> pairs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            pairs.add(ports.take(random, PortWish.EVEN_AND_NEXT));
        }
        assertThat(pairs).containsExactlyInAnyOrder(5002, 5004, 5006);
        assertThat(ports.take(random, PortWish.EVEN_AND_NEXT)).isEqualTo(-1);
        assertThat(ports.take(random, PortWish.ANY)).isEqualTo(5001);
        assertThat(ports.takenCount()).isEqualTo(7);
    }

    @Test
    void aBucketFillsAgain() {
        ChallengeLimiter limiter = new ChallengeLimiter(new ChallengeLimit(10, 5, 24, 56, 64), 99);
        IpAddress stranger = IpAddress.parse("198.51.100.7");
        long now = -1_000_000_000_000L;
        int permitted = 0;
        for (int i = 0; i < 100; i++) {
            permitted += limiter.permits(now, stranger) ? 1 : 0;
        }
        assertThat(permitted).isEqualTo(5);
        assertThat(limiter.permits(now + 90_000_000, stranger)).isFalse();
        assertThat(limiter.permits(now + 110_000_000, stranger)).isTrue();
        assertThat(limiter.permits(now + 120_000_000, stranger)).isFalse();
        now += 3_600_000_000_000L;
        permitted = 0;
        for (int i = 0; i < 100; i++) {
            permitted += limiter.permits(now, stranger) ? 1 : 0;
        }
        assertThat(permitted).as("no more than the burst after any time").isEqualTo(5);
    }

    @Test
    void networksAreCountedByTheirPrefix() {
        ChallengeLimiter limiter = new ChallengeLimiter(ChallengeLimit.DEFAULT, 99);
        assertThat(limiter.prefix(IpAddress.parse("198.51.100.7"))).hasToString("198.51.100.0");
        assertThat(limiter.prefix(IpAddress.parse("::ffff:198.51.100.7")))
                .hasToString("198.51.100.0");
        assertThat(limiter.prefix(IpAddress.parse("2001:db8:1:2ff::7")))
                .hasToString("2001:db8:1:200::");
    }
}
