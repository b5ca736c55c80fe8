package dev.parley.internet.link;

import dev.parley.core.RandomSource;
import dev.parley.internet.topology.Loss;

/**
 * Which packets get lost: each alone, or in bursts (Gilbert and Elliott: two states, with a loss in
 * each, and a chance at each packet to change between them).
 */
final class LossProcess {
    private final Chance toBad;
    private final Chance toGood;
    private final Chance inGood;
    private final Chance inBad;
    private boolean bad;

    LossProcess(Loss loss) {
        switch (loss) {
            case Loss.Random(double probability) -> {
                toBad = Chance.of(0);
                toGood = Chance.of(0);
                inGood = Chance.of(probability);
                inBad = inGood;
            }
            case Loss.Bursts bursts -> {
                toBad = Chance.of(bursts.toBad());
                toGood = Chance.of(bursts.toGood());
                inGood = Chance.of(bursts.lossInGood());
                inBad = Chance.of(bursts.lossInBad());
            }
        }
    }

    /** Whether the next packet is lost. */
    boolean loses(RandomSource random) {
        if ((bad ? toGood : toBad).strikes(random)) {
            bad = !bad;
        }
        return (bad ? inBad : inGood).strikes(random);
    }
}
