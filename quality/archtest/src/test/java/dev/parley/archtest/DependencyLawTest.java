package dev.parley.archtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.archtest.planted.PlantedDependencies;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DependencyLawTest {

    static Stream<Module> modules() {
        return Tree.modules().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void codeUsesOnlyWhatItsRowLists(Module module) {
        JavaClasses classes = module.classes();
        assertThat(classes).as("the classes of %s", module).isNotEmpty();
        assertThat(DependencyLaw.violations(module.name(), classes)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void descriptorsRequireOnlyWhatTheirRowLists(Module module) throws IOException {
        assertThat(DependencyLaw.violations(module, descriptor(module))).isEmpty();
    }

    @Test
    void thePhasesNeverSeeEachOther() {
        List<Module> phases =
                modules().filter(module -> module.folder().matches("[123]-.*")).toList();
        for (Module one : phases) {
            for (Module other : phases) {
                boolean samePhase = one.folder().charAt(0) == other.folder().charAt(0);
                if (!samePhase) {
                    assertThat(DependencyTable.reachable(one.name())).doesNotContain(other.name());
                }
            }
        }
        assertThat(phases).hasSizeGreaterThan(2);
    }

    @Test
    void seesPlantedUses() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedDependencies.class);
        assertThat(DependencyLaw.violations("stun", planted))
                .anyMatch(line -> line.contains("stun may not use turn"))
                .anyMatch(line -> line.contains("stun may not use signal"))
                .anyMatch(line -> line.contains("ArchRule: not a library of stun"))
                .noneMatch(line -> line.contains("dev.parley.core."));
        assertThat(DependencyLaw.violations("turn", planted))
                .noneMatch(line -> line.contains("may not use turn"));
        assertThat(DependencyLaw.violations("unheard", planted)).hasSize(1);
    }

    @Test
    void seesPlantedRequirements() {
        ModuleDescriptor planted =
                ModuleDescriptor.newModule("dev.parley.stunned")
                        .requires("dev.parley.core")
                        .requires("dev.parley.signal")
                        .requires("java.net.http")
                        .build();
        assertThat(DependencyLaw.violations(new Module("2-connection/stun"), planted))
                .containsExactlyInAnyOrder(
                        "2-connection/stun calls itself dev.parley.stunned",
                        "2-connection/stun requires dev.parley.signal: not in its row",
                        "2-connection/stun requires java.net.http: a core needs java.base alone");
    }

    private static ModuleDescriptor descriptor(Module module) throws IOException {
        try (var in = Files.newInputStream(module.classFolder().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }
}
