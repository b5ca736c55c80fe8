package dev.parley.archtest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.TreeSet;

/**
 * A protocol core is a function of its inputs: no socket, file, thread, lock, clock, logger or
 * randomness of its own. {@link MonitorLaw} sees the one thing that is not in a signature.
 */
final class PurityLaw {
    private static final Set<String> VALUES_OF_JAVA_NET =
            Set.of(
                    "java.net.InetAddress",
                    "java.net.Inet4Address",
                    "java.net.Inet6Address",
                    "java.net.InetSocketAddress",
                    "java.net.SocketAddress",
                    "java.net.UnknownHostException",
                    "java.net.URI",
                    "java.net.URISyntaxException");
    private static final Set<String> VALUES_OF_JAVA_IO =
            Set.of(
                    "java.io.Serializable",
                    "java.io.IOException",
                    "java.io.UncheckedIOException",
                    "java.io.OutputStream",
                    "java.io.BufferedOutputStream",
                    "java.io.BufferedReader",
                    "java.io.Reader",
                    "java.io.ByteArrayOutputStream",
                    "java.io.InputStream",
                    "java.io.ByteArrayInputStream");
    private static final Set<String> OUTSIDE_WORLD =
            Set.of(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.InheritableThreadLocal",
                    "java.lang.ThreadGroup",
                    "java.lang.ScopedValue",
                    "java.lang.Runtime",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.System$Logger",
                    "java.lang.System$LoggerFinder",
                    "java.time.Clock",
                    "java.time.InstantSource",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.ServiceLoader",
                    "java.util.Timer",
                    "java.util.TimerTask");
    private static final Set<String> LOOKUPS =
            Set.of(
                    "getByName",
                    "getAllByName",
                    "getLocalHost",
                    "getHostName",
                    "getCanonicalHostName",
                    "isReachable");

    /** What several cores of one process share, and so the only place where one waits. */
    private static final Set<String> SHARED = Set.of("dev.parley.turn.QuotaBook");

    private PurityLaw() {}

    static Set<String> violations(Iterable<JavaClass> classes) {
        Set<String> violations = new TreeSet<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getName();
                if (isForbiddenType(target)) {
                    violations.add(from.getName() + " uses " + target);
                }
            }
            for (JavaAccess<?> access : from.getAccessesFromSelf()) {
                String target = access.getTargetOwner().getName() + "." + access.getName();
                if (isForbiddenAccess(access)) {
                    violations.add(from.getName() + " uses " + target);
                }
            }
            for (JavaMethod method : from.getMethods()) {
                if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)
                        && !SHARED.contains(from.getName())) {
                    violations.add(method.getFullName() + " is synchronized");
                }
            }
        }
        return violations;
    }

    private static boolean isForbiddenType(String type) {
        if (type.startsWith("java.net.")) {
            return !VALUES_OF_JAVA_NET.contains(type);
        }
        if (type.startsWith("java.io.")) {
            return !VALUES_OF_JAVA_IO.contains(type);
        }
        if (type.startsWith("java.util.concurrent.")) {
            // Counters may be read from outside; a unit of time is a value.
            return !type.startsWith("java.util.concurrent.atomic.")
                    && !type.equals("java.util.concurrent.TimeUnit");
        }
        return type.startsWith("java.nio.channels.")
                || type.startsWith("java.nio.file.")
                || type.startsWith("java.util.logging.")
                || type.startsWith("java.lang.Thread$")
                || OUTSIDE_WORLD.contains(type);
    }

    private static boolean isForbiddenAccess(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> !name.equals("arraycopy");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.security.SecureRandom" ->
                    name.equals("<init>") || name.startsWith("getInstance");
            case "java.lang.Object" -> name.equals("wait") || name.startsWith("notify");
            case "java.net.InetAddress", "java.net.Inet4Address", "java.net.Inet6Address" ->
                    LOOKUPS.contains(name);
            case "java.net.InetSocketAddress" -> name.startsWith("getHost") || looksUp(access);
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    /** {@code new InetSocketAddress(String, int)} asks a name server. */
    private static boolean looksUp(JavaAccess<?> access) {
        return access.getTarget().getFullName().contains("<init>(java.lang.String");
    }
}
