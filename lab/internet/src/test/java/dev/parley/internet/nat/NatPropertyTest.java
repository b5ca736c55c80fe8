package dev.parley.internet.nat;

import dev.parley.core.RandomSource;
import dev.parley.internet.Seeds;
import dev.parley.internet.topology.NatBehaviour;
import dev.parley.internet.topology.NatBehaviour.Dependence;
import dev.parley.internet.topology.NatBehaviour.Fragments;
import dev.parley.internet.topology.NatBehaviour.Hairpinning;
import dev.parley.internet.topology.NatBehaviour.Pooling;
import dev.parley.internet.topology.NatBehaviour.PortAssignment;
import dev.parley.internet.topology.NatTimeouts;
import org.junit.jupiter.api.Test;

/** NATs of random behaviour do with random packets what the definitions say, and nothing else. */
class NatPropertyTest {
    private static final int STEPS = 400;

    @Test
    void natsBehaveAsDefined() {
        Seeds.forEach(
                400,
                seed -> {
                    RandomSource random = RandomSource.seeded(seed);
                    new NatWalk(behaviour(random), random).walk(STEPS);
                });
    }

    private static NatBehaviour behaviour(RandomSource random) {
        return new NatBehaviour(
                one(random, Dependence.values()),
                one(random, Dependence.values()),
                one(random, PortAssignment.values()),
                one(random, Pooling.values()),
                one(random, Hairpinning.values()),
                new NatTimeouts(
                        5 + random.nextInt(60),
                        100 + random.nextInt(200),
                        5 + random.nextInt(60),
                        5 + random.nextInt(60),
                        random.nextInt(2) == 0,
                        65_536),
                one(random, Fragments.values()),
                random.nextInt(4) > 0);
    }

    private static <T> T one(RandomSource random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
