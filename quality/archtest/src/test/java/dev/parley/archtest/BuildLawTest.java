package dev.parley.archtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuildLawTest {

    static Stream<Module> modules() {
        return Tree.modules().stream();
    }

    @Test
    void theBomListsEveryModuleWithMainCode() {
        List<String> artifacts = modules().map(module -> "parley-" + module.name()).toList();
        assertThat(artifacts).contains("parley-core", "parley-server");
        assertThat(ourDependencies("bom/pom.xml")).containsExactlyElementsOf(artifacts);
        assertThat(ourDependencies("pom.xml")).containsExactlyElementsOf(artifacts);
    }

    @Test
    void everyModuleOfTheTreeIsBuilt() {
        List<String> folders =
                Tree.textFiles().stream()
                        .map(Tree::name)
                        .filter(name -> name.endsWith("/pom.xml"))
                        .map(name -> name.substring(0, name.length() - "/pom.xml".length()))
                        .toList();
        assertThat(Tree.mavenModules()).containsExactlyInAnyOrderElementsOf(folders);
    }

    @Test
    void theLawsSeeEveryModule() {
        // The class files of a module exist when these tests run only if it was built before them.
        String pom = Tree.read("quality/archtest/pom.xml");
        assertThat(Tree.tags(pom, "artifactId"))
                .containsAll(modules().map(module -> "parley-" + module.name()).toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyModuleHasANullMarkedDescriptor(Module module) {
        String descriptor = Tree.read(module.sources().resolve("module-info.java"));
        assertThat(descriptor)
                .contains("@org.jspecify.annotations.NullMarked")
                .contains("module dev.parley." + module.name() + " {");
        assertThat(Files.isDirectory(module.sources().resolve("dev/parley/" + module.name())))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyArtifactIsCalledLikeItsFolder(Module module) {
        String pom = Tree.read(module.folder() + "/pom.xml");
        assertThat(Tree.tags(pom, "artifactId")).contains("parley-" + module.name());
        assertThat(Tree.tags(pom, "description")).as("its description").isNotEmpty();
    }

    @Test
    void theWrapperFindsItsJdk() {
        assertThat(Tree.read("mvnw").lines())
                .anyMatch(line -> line.startsWith(". ") && line.contains(".mvn/find-jdk.sh"));
    }

    @Test
    void theWrapperChecksWhatItDownloads() {
        assertThat(Tree.read(".mvn/wrapper/maven-wrapper.properties").lines())
                .anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}"));
    }

    private static List<String> ourDependencies(String pom) {
        String management = Tree.read(pom);
        management = management.substring(management.indexOf("<dependencyManagement>"));
        management = management.substring(0, management.indexOf("</dependencyManagement>"));
        return Tree.tags(management, "artifactId").stream()
                .filter(artifact -> artifact.startsWith("parley-"))
                .toList();
    }
}
