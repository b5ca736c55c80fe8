package dev.parley.archtest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A module uses only what its row of {@link DependencyTable} lists. */
final class DependencyLaw {
    private static final String OURS = "dev.parley.";

    private DependencyLaw() {}

    /** Violations in the code of a module that goes by the given name. */
    static List<String> violations(String module, Iterable<JavaClass> classes) {
        if (!DependencyTable.has(module)) {
            return List.of(module + " has no row in the dependency table");
        }
        Set<String> reachable = DependencyTable.reachable(module);
        Set<String> violations = new TreeSet<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getName();
                String verdict = verdict(module, reachable, target);
                if (!verdict.isEmpty()) {
                    violations.add(from.getName() + " uses " + target + ": " + verdict);
                }
            }
        }
        return List.copyOf(violations);
    }

    private static String verdict(String module, Set<String> reachable, String target) {
        if (target.startsWith(OURS)) {
            String rest = target.substring(OURS.length());
            int dot = rest.indexOf('.');
            String owner = dot < 0 ? rest : rest.substring(0, dot);
            return owner.equals(module) || reachable.contains(owner)
                    ? ""
                    : module + " may not use " + owner;
        }
        if (target.startsWith("java.")
                || target.startsWith("javax.")
                || target.startsWith("jdk.net.")
                || target.startsWith("org.jspecify.")
                || target.indexOf('.') < 0) {
            return "";
        }
        return DependencyTable.libraries(module).stream().anyMatch(target::startsWith)
                ? ""
                : "not a library of " + module;
    }

    /** Violations in what a module descriptor requires. */
    static List<String> violations(Module module, ModuleDescriptor descriptor) {
        List<String> violations = new ArrayList<>();
        if (!descriptor.name().equals(OURS + module.name())) {
            violations.add(module + " calls itself " + descriptor.name());
        }
        Set<String> reachable = DependencyTable.reachable(module.name());
        for (ModuleDescriptor.Requires requires : descriptor.requires()) {
            String name = requires.name();
            boolean ours = name.startsWith(OURS);
            if (ours && !reachable.contains(name.substring(OURS.length()))) {
                violations.add(module + " requires " + name + ": not in its row");
            }
            boolean plain = name.equals("java.base") || name.equals("org.jspecify");
            if (!ours && !plain && module.isCore()) {
                violations.add(module + " requires " + name + ": a core needs java.base alone");
            }
        }
        return violations;
    }
}
