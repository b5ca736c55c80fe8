package dev.parley.archtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.archtest.planted.PlantedImpurities;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurityLawTest {
    private static final Set<String> PLANTED =
            PurityLaw.violations(new ClassFileImporter().importClasses(PlantedImpurities.class));

    static Stream<Module> cores() {
        return Tree.cores();
    }

    @ParameterizedTest
    @MethodSource("cores")
    void coresTouchNothingOfTheOutsideWorld(Module core) {
        assertThat(PurityLaw.violations(core.classes())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cores")
    void coresTakeNoLocks(Module core) throws IOException {
        List<String> violations = new ArrayList<>();
        try (Stream<Path> files = Files.walk(core.classFolder())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                violations.addAll(MonitorLaw.violations(file));
            }
        }
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uses java.net.DatagramSocket",
                "uses java.net.InetAddress.getByName",
                "uses java.net.InetSocketAddress.<init>",
                "uses java.nio.channels.DatagramChannel",
                "uses java.nio.file.Files",
                "uses java.io.PrintStream",
                "uses java.lang.Thread",
                "uses java.lang.ThreadLocal",
                "uses java.util.concurrent.locks.ReentrantLock",
                "uses java.util.concurrent.ThreadLocalRandom",
                "uses java.util.concurrent.ConcurrentHashMap",
                "uses java.util.concurrent.ExecutorService",
                "uses java.lang.System$Logger",
                "uses java.lang.System.nanoTime",
                "uses java.lang.System.currentTimeMillis",
                "uses java.lang.System.getenv",
                "uses java.time.Instant.now",
                "uses java.time.Clock",
                "uses java.lang.Math.random",
                "uses java.util.Random",
                "uses java.util.UUID.randomUUID",
                "uses java.security.SecureRandom.<init>",
                "uses java.lang.Object.notifyAll",
                "PlantedImpurities.synchronizedMethod() is synchronized",
            })
    void seesPlantedImpurities(String wanted) {
        assertThat(PLANTED).anyMatch(line -> line.endsWith(wanted));
    }

    @Test
    void letsValuesPass() {
        assertThat(PLANTED)
                .noneMatch(line -> line.endsWith("java.lang.System.arraycopy"))
                .noneMatch(line -> line.endsWith("java.net.InetAddress"))
                .noneMatch(line -> line.endsWith("java.net.InetSocketAddress"))
                .noneMatch(line -> line.endsWith("java.util.concurrent.TimeUnit"))
                .noneMatch(line -> line.contains("java.time.Duration"));
    }

    @Test
    void seesAPlantedMonitor() throws IOException {
        try (var in = PlantedImpurities.class.getResourceAsStream("PlantedImpurities.class")) {
            assertThat(in).isNotNull();
            assertThat(MonitorLaw.violations(ClassFile.of().parse(in.readAllBytes())))
                    .singleElement()
                    .asString()
                    .endsWith("PlantedImpurities.synchronizedBlock has a synchronized block");
        }
    }
}
