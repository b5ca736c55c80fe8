package dev.parley.archtest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Maven module that has main code.
 *
 * @param folder from the root of the tree, such as {@code 2-connection/stun}
 */
record Module(String folder) {

    /** The last part of the folder, of the artifact and of the package. */
    String name() {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** The phases 0 to 3 hold protocol cores and nothing else; the simulated internet is one. */
    boolean isCore() {
        return folder.matches("[0-3]-.*|lab/internet");
    }

    Path sources() {
        return Tree.ROOT.resolve(folder).resolve("src/main/java");
    }

    /** The folder of its class files. */
    Path classFolder() {
        Path classes = Tree.ROOT.resolve(folder).resolve("target/classes");
        if (!Files.exists(classes.resolve("module-info.class"))) {
            throw new IllegalStateException(
                    folder
                            + " is not compiled: is it a dependency of quality/archtest? (run ./mvnw"
                            + " verify -pl quality/archtest -am)");
        }
        return classes;
    }

    JavaClasses classes() {
        return new ClassFileImporter().importPath(classFolder());
    }

    @Override
    public String toString() {
        return folder;
    }
}
