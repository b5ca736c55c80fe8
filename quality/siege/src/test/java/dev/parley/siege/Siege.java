package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.RandomSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server, honest clients, a field to measure on, and what is expected of each attack. */
final class Siege implements AutoCloseable {
    /**
     * The aim is 1: a hostile packet costs at most as much as an honest one. Those that have to be
     * answered are just below; the rest is what two measurements of the same differ by on a machine
     * that does other things as well. More than that is a fault.
     */
    private static final double MOST_RATIO = 1.1;

    private static final double MOST_LOST = 0.01;
    private static final long MOST_HEAP_GROWTH_KIB = 4096;
    private static final long MOST_RESIDENT_GROWTH_KIB = 64 * 1024;

    private final Scale scale;
    private final ServerProcess server;
    private final Vitals vitals;
    private final RelayedLoad load;
    private final Field field;

    Siege(Path folder, Scale scale, RandomSource random) throws IOException {
        this.scale = scale;
        server = ServerProcess.start(folder, List.of());
        vitals = new Vitals(server);
        load = new RelayedLoad(server, scale.honestClients(), random);
        field = new Field(vitals, load, scale);
        say("siege: load of the machine: " + Vitals.load());
        say(Row.HEAD);
    }

    ServerProcess server() {
        return server;
    }

    Field field() {
        return field;
    }

    /** Prints what was measured, and says whether it is good enough. */
    void judge(Row row) {
        say(row.toString());
        assertThat(server.isAlive()).as(server.output()).isTrue();
        assertThat(row.after()).as("tables").isEqualTo(row.before());
        assertThat(row.lostShare()).as("share of honest packets lost").isLessThan(MOST_LOST);
        if (scale.judged()) {
            assertThat(row.ratio()).as("cost by that of an honest one").isLessThan(MOST_RATIO);
            assertThat(row.heapGrowthKib()).as("heap").isLessThan(MOST_HEAP_GROWTH_KIB);
            assertThat(row.residentGrowthKib()).as("resident").isLessThan(MOST_RESIDENT_GROWTH_KIB);
        }
    }

    /** Figures of moments mean nothing. */
    private void say(String line) {
        if (scale.judged()) {
            System.out.println(line);
        }
    }

    @Override
    public void close() throws IOException {
        say("siege: load of the machine: " + Vitals.load());
        load.close();
        vitals.close();
        server.close();
    }
}
