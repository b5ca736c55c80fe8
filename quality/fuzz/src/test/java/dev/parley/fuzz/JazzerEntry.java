package dev.parley.fuzz;

import java.lang.reflect.Constructor;

/** Where Jazzer enters. It wants static methods of one class, so the target is an argument. */
public final class JazzerEntry {
    private static FuzzTarget target = new NoTarget();

    private JazzerEntry() {}

    /** Called once by Jazzer with the class name of the target. */
    public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
        Constructor<? extends FuzzTarget> constructor =
                Class.forName(args[0]).asSubclass(FuzzTarget.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        target = constructor.newInstance();
    }

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.run(input);
    }

    private static final class NoTarget extends FuzzTarget {
        @Override
        void run(byte[] input) {
            throw new IllegalStateException("the target's class name is the one argument");
        }

        @Override
        String corpus() {
            return "";
        }
    }
}
