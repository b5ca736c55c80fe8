package dev.parley.siege;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where an attack is measured: a server, honest clients, and the ways to look at both. The CPU time
 * of the server is read before and after windows of the same length in which packets come at the
 * same rate; what it takes when nothing comes is subtracted.
 */
final class Field {
    /** What still travels when the last packet was sent, and is no loss. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Vitals vitals;
    private final RelayedLoad load;
    private final Scale scale;
    private final double idlePerSecond;

    Field(Vitals vitals, RelayedLoad load, Scale scale) throws IOException {
        this.vitals = vitals;
        this.load = load;
        this.scale = scale;
        for (int i = 0; i < 2 * scale.windows(); i++) {
            Pacer.run(scale.hostilePerSecond(), scale.window(), load::send, load::take);
        }
        double[] idle = new double[scale.windows()];
        for (int i = 0; i < idle.length; i++) {
            long before = vitals.cpuNanos();
            long began = System.nanoTime();
            LockSupport.parkNanos(scale.window().toNanos());
            idle[i] = (vitals.cpuNanos() - before) * 1e9 / (System.nanoTime() - began);
        }
        idlePerSecond = Medians.of(idle);
    }

    /** Makes an attack ready. */
    @FunctionalInterface
    interface Preparation {
        Traffic prepare() throws IOException;
    }

    /** The CPU time of the server for one packet of a window, nothing to do taken away. */
    private record Cost(double micros, double perSecond) {}

    /** The same at the usual rate, held against relayed packets over UDP. */
    Row measure(String name, Preparation preparation) throws IOException {
        return measure(name, scale.hostilePerSecond(), load, preparation);
    }

    /**
     * Runs the whole of it and looks what is left.
     *
     * @param honest what its cost is held against
     */
    Row measure(String name, int perSecond, Traffic honest, Preparation preparation)
            throws IOException {
        Tables tables = Tables.of(vitals.metrics());
        long heap = liveHeapKib();
        long resident = vitals.residentKib();
        load.refresh();
        double[] hostile = new double[scale.windows()];
        double[] relayed = new double[scale.windows()];
        double[] ratios = new double[scale.windows()];
        double[] rates = new double[scale.windows()];
        double[] lost = new double[scale.windows()];
        try (Traffic attack = preparation.prepare()) {
            cost(perSecond, attack); // what is compiled while it runs is, then
            for (int i = 0; i < scale.windows(); i++) {
                Cost one = cost(perSecond, honest);
                Cost other = cost(perSecond, attack);
                relayed[i] = one.micros;
                hostile[i] = other.micros;
                ratios[i] = other.micros / one.micros;
                rates[i] = other.perSecond;
            }
            for (int i = 0; i < scale.windows(); i++) {
                lost[i] = lossUnder(perSecond, attack);
            }
        }
        return new Row(
                name,
                Medians.of(rates),
                Medians.of(hostile),
                Medians.of(relayed),
                Medians.of(ratios),
                scale.legitimatePerSecond(),
                Medians.of(lost),
                liveHeapKib() - heap,
                vitals.residentKib() - resident,
                tables,
                recover(tables));
    }

    /** Takes a moment that moments do not have. */
    private long liveHeapKib() throws IOException {
        return scale.judged() ? vitals.liveHeapKib() : 0;
    }

    private Cost cost(int perSecond, Traffic traffic) throws IOException {
        long before = vitals.cpuNanos();
        Pacer.Reached reached = Pacer.run(perSecond, scale.window(), traffic::send, traffic::take);
        long spent = vitals.cpuNanos() - before;
        double busy = spent - idlePerSecond * reached.nanos() / 1e9;
        return new Cost(busy / 1e3 / reached.packets(), reached.perSecond());
    }

    /** Honest packets at half the rate and hostile ones at the whole; which share got lost. */
    private double lossUnder(int perSecond, Traffic attack) throws IOException {
        load.take();
        long sentBefore = load.sent();
        long arrivedBefore = load.arrived();
        double hostileForOne = (double) perSecond / scale.legitimatePerSecond();
        double[] owed = {0};
        Pacer.run(
                scale.legitimatePerSecond(),
                scale.window().dividedBy(2),
                count -> {
                    load.send(count);
                    owed[0] += count * hostileForOne;
                    attack.send((int) owed[0]);
                    owed[0] -= (int) owed[0];
                },
                () -> {
                    attack.take();
                    load.take();
                });
        long sent = load.sent() - sentBefore;
        long began = System.nanoTime();
        while (load.arrived() - arrivedBefore < sent
                && System.nanoTime() - began < SETTLING_NANOS) {
            LockSupport.parkNanos(1_000_000);
            load.take();
        }
        return (double) (sent - (load.arrived() - arrivedBefore)) / sent;
    }

    /** Waits until the tables hold what they held; returns what they hold in the end. */
    private Tables recover(Tables before) throws IOException {
        long began = System.nanoTime();
        Tables now = Tables.of(vitals.metrics());
        while (!now.equals(before) && System.nanoTime() - began < RECOVERY_NANOS) {
            LockSupport.parkNanos(100_000_000);
            now = Tables.of(vitals.metrics());
        }
        return now;
    }
}
